package demo

import (
	"strings"

	"cassetto/graph/model"
)

// persona is somebody who does not exist: his comune of birth, A000, was never assigned.
type persona struct {
	cf            model.CodiceFiscale
	cognome, nome string
}

func (p persona) nominativo() string { return p.cognome + " " + p.nome }

// nuovaPersona computes the codice fiscale of a person (D.M. 23 December 1976).
func nuovaPersona(cognome, nome string, nascita giorno, donna bool) persona {
	a, m, g := nascita.tempo().Date()
	if donna {
		g += 40
	}
	b := make([]byte, 0, 16)
	b = append(b, lettere(cognome, false)...)
	b = append(b, lettere(nome, true)...)
	b = append(b, byte('0'+a/10%10), byte('0'+a%10), "ABCDEHLMPRST"[m-1], byte('0'+g/10), byte('0'+g%10))
	b = append(b, "A000"...)
	b = append(b, model.ControlloPersona(string(b)))
	return persona{model.CodiceFiscale(b), cognome, nome}
}

// lettere are the three letters of a surname or of a first name.
func lettere(s string, nome bool) []byte {
	consonanti, vocali := make([]byte, 0, 12), make([]byte, 0, 12)
	for i := range len(s) {
		switch c := s[i]; {
		case c < 'A' || c > 'Z':
		case strings.IndexByte("AEIOU", c) >= 0:
			vocali = append(vocali, c)
		default:
			consonanti = append(consonanti, c)
		}
	}
	if nome && len(consonanti) > 3 {
		return []byte{consonanti[0], consonanti[2], consonanti[3]}
	}
	return append(append(consonanti, vocali...), 'X', 'X', 'X')[:3]
}

const (
	nascite = 55 * 12 * 28 // birthdays drawn from: 1950-2004, days 1 to 28
	gruppi  = 24           // groups of surnames; there are five of each
)

// titolare is the person who owns company n. No two companies below nascite×gruppi have owners with the same codice fiscale: those
// born on the same day have surnames of different groups, and no two surnames share their three letters.
func titolare(c caso, n int) persona {
	giorno := n * 7919 % nascite // 7919 is prime to nascite: every birthday comes once in a round
	gruppo := (n/nascite + giorno*31%gruppi) % gruppi
	return conCognome(c, cognomi[gruppo+gruppi*c.IntN(len(cognomi)/gruppi)], giorno)
}

// unaPersona is anybody.
func unaPersona(c caso) persona { return conCognome(c, scegli(c, cognomi[:]), c.IntN(nascite)) }

func conCognome(c caso, cognome string, nato int) persona {
	data := meseDi(1950+nato/(12*28), 1) + mese(nato/28%12)
	nascita := data.primo() + giorno(nato%28)
	if c.suMille(330) {
		return nuovaPersona(cognome, scegli(c, nomiFemminili[:]), nascita, true)
	}
	return nuovaPersona(cognome, scegli(c, nomiMaschili[:]), nascita, false)
}

// Surnames and first names, as INPS flows write them: capital ASCII letters, an accent becomes an apostrophe.
var (
	cognomi = [5 * gruppi]string{
		"ROSSI", "FERRARI", "BIANCHI", "ROMANO", "COLOMBO", "RICCI", "MARINO", "GRECO", "BRUNO", "GALLO", "CONTI", "DE LUCA",
		"MANCINI", "COSTA", "GIORDANO", "RIZZO", "LOMBARDI", "MORETTI", "BARBIERI", "FONTANA", "SANTORO", "RINALDI", "CARUSO", "LEONE",
		"LONGO", "GENTILE", "VITALE", "SERRA", "COPPOLA", "DE SANTIS", "D'ANGELO", "MARCHETTI", "PARISI", "VILLA", "FABBRI", "GRASSO",
		"VALENTINI", "MESSINA", "SALA", "GATTI", "PELLEGRINI", "PALUMBO", "SANNA", "FARINA", "MONTI", "CATTANEO", "MORELLI", "AMATO",
		"SILVESTRI", "MAZZA", "TESTA", "CARBONE", "GIULIANI", "BENEDETTI", "CAPUTO", "GUERRA", "FIORE", "DE ROSA", "BELLINI", "BASILE",
		"RIVA", "DONATI", "BATTAGLIA", "SARTORI", "NERI", "MILANI", "PAGANO", "RUGGIERO", "D'AMICO", "ORLANDO", "NEGRI", "ROTA",
		"D'AGOSTINO", "VERRI", "ZANETTI", "TOSI", "VIANELLO", "BOSCOLO", "DALL'OGLIO", "ESPOSITO", "IANNONE", "OLIVIERI", "PIAZZA", "POLI",
		"QUARANTA", "RAVAIOLI", "STELLA", "TREVISAN", "URBANI", "ZAMBONI", "ZORZI", "ALBERTI", "ANDREOLI", "ARENA", "BALDI", "BERTOLI",
		"BONETTI", "BOSSI", "BRAMBILLA", "CALABRESE", "CIPRIANI", "ERCOLI", "FUMAGALLI", "GHEZZI", "LANZA", "LIGUORI", "MAGNANI", "MELIS",
		"NAPOLITANO", "PACE", "PUGLISI", "SPINELLI", "TERZI", "VENTURA", "NICOLO'", "LO BUE", "TAFURI", "CACCIA", "ZINGALI", "QUAGLIA",
	}
	nomiMaschili = [...]string{
		"MARCO", "LUCA", "PAOLO", "GIOVANNI", "ANDREA", "ALESSANDRO", "FRANCESCO", "GIUSEPPE", "ANTONIO", "STEFANO", "ROBERTO", "DAVIDE",
		"MATTEO", "SIMONE", "LORENZO", "ENRICO", "FABIO", "CLAUDIO", "NICOLO'", "MICHELE", "DANIELE", "PIETRO", "FEDERICO", "EMANUELE",
	}
	nomiFemminili = [...]string{
		"GIULIA", "CHIARA", "FRANCESCA", "ANNA", "MARIA", "LAURA", "SILVIA", "ELENA", "VALENTINA", "MARTINA", "SARA", "PAOLA",
		"CRISTINA", "BEATRICE", "ALICE", "LUCIA", "ELISABETTA", "MONICA", "BARBARA", "CATERINA", "ROSA", "ILARIA", "IRENE", "TERESA",
	}
)

// codiceEnte makes an 11-digit code of a serial number, for an office from 101 to 119, which were never assigned.
func codiceEnte(progressivo int) string {
	b := make([]byte, 0, 11)
	b = cifre(b, progressivo, 7)
	b = cifre(b, 101+progressivo%19, 3)
	return string(append(b, model.ControlloEnte(string(b))))
}

// cifre appends the last n decimal digits of v.
func cifre(b []byte, v, n int) []byte {
	for range n {
		b = append(b, '0')
	}
	for i := len(b) - 1; i >= len(b)-n; i-- {
		b[i] = byte('0' + v%10)
		v /= 10
	}
	return b
}
