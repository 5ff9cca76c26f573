package main

import (
	"fmt"
	"slices"
	"strings"
)

const conferma = `mutation { conferisciDelega(input: {tipo: INDIRETTA_INTERMEDIARIO, matricola: "9900010011", delegato: "VLLPLA79S21A000I",
	qualifica: AVVOCATO, servizi: [CASSETTO]%s}) { delega { id } errori { codice } } }`

// wholes are operations that are wrong in more than one value, or in none.
var wholes = []struct {
	name, query string
	vars        map[string]any
	secret      any
}{
	{"period that ends before it begins", `{ azienda(matricola: "9900010011") { complementari { emens(dal: "2026-05-04", al: "2026-05-03") { totalCount } } } }`, nil, "2026-05-04"},
	{"period in variables", `query ($dal: Data, $al: Data) { azienda(matricola: "9900010011") { deleghe(dal: $dal, al: $al) { totalCount } } }`,
		map[string]any{"dal": "2026-05-04", "al": "2026-05-03"}, "2026-05-04"},
	{"period of the user's deleghe", `{ utente { deleghe(dal: "2026-05-04", al: "2026-05-03") { totalCount } } }`, nil, "2026-05-04"},
	{"variable that is not there", `query ($m: Matricola!) { azienda(matricola: $m) { matricola } }`, nil, ""},
	{"variable of another name", `query ($m: Matricola!) { azienda(matricola: $m) { matricola } }`, map[string]any{"n": "9900010011"}, "9900010011"},
	{"variable that is not declared", `{ azienda(matricola: $m) { matricola } }`, map[string]any{"m": "9900010011"}, "9900010011"},
	{"variable of another type", `query ($m: String!) { azienda(matricola: $m) { matricola } }`, map[string]any{"m": "9900010011"}, "9900010011"},
	{"argument that does not exist", `{ azienda(matricola: "9900010011", numero: "segreto") { matricola } }`, nil, "segreto"},
	{"argument that is missing", `{ azienda { matricola } }`, nil, ""},
	{"field of an input that does not exist", fmt.Sprintf(conferma, `, segreto: "segretissimo"`), nil, "segretissimo"},
	{"field of an input that is missing", `mutation { revocaDelega(input: {}) { delega { id } } }`, nil, ""},
	{"field of a variable that does not exist", `query ($f: FiltroAziende) { aziende(filtro: $f) { totalCount } }`, map[string]any{"f": map[string]any{"segreto": "segretissimo"}}, "segretissimo"},
	{"field of a variable that is missing", `mutation ($i: RevocaDelegaInput!) { revocaDelega(input: $i) { delega { id } } }`, map[string]any{"i": map[string]any{}}, ""},
	{"too many representations", `query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }`,
		map[string]any{"r": slices.Repeat([]any{rep("Azienda", "9900010011")}, 201)}, "9900010011"},
	{"period of free intervals", `{ azienda(matricola: "9900010011") { disponibilita(dal: "2026-05-04", al: "2026-05-03") { id } } }`, nil, "2026-05-04"},
	{"days of a calendar", `{ calendario(dal: "2026-05-04", al: "2026-05-03") { giorno } }`, nil, "2026-05-04"},
	{"more than a year of a calendar", `{ calendario(dal: "2026-05-04", al: "2027-05-05") { giorno } }`, nil, "2027-05-05"},
	{"days of appointments", `{ appuntamenti(filtro: {giorno: {dal: "2026-05-04", al: "2026-05-03"}}) { totalCount } }`, nil, "2026-05-04"},
	{"appointments of another company", `{ azienda(matricola: "9900010011") { appuntamenti(filtro: {matricola: "9900010029"}) { totalCount } } }`, nil, "9900010029"},
	{"hours that are none", `mutation ($o: [OrarioFasceInput!]!) { pubblicaFasce(input: {sede: "4900", dal: "2026-01-01", al: "2026-01-02", orari: $o, durata: 30, posti: 1, modalita: [IN_SEDE]}) { pubblicate } }`,
		map[string]any{"o": []any{map[string]any{"giorno": "SEGRETODI", "da": "09:00", "a": "11:00"}}}, "SEGRETODI"},
	{"cursor of another order", `query ($c: String) { aziende(first: 1, after: $c, ordine: {campo: MATRICOLA}) { totalCount } }`, map[string]any{"c": "WyJhIl0"}, "WyJhIl0"},
}

// notAccepted are commands that are well formed and break a rule: they answer with errori, as every command does.
var notAccepted = []struct{ code, query string }{
	{"CHIAVE_NON_VALIDA", fmt.Sprintf(conferma, `, chiaveIdempotenza: ""`)},
	{"CHIAVE_NON_VALIDA", fmt.Sprintf(conferma, `, chiaveIdempotenza: "`+strings.Repeat("k", 101)+`"`)},
	{"CHIAVE_NON_VALIDA", `mutation { revocaDelega(input: {id: "D-55", chiaveIdempotenza: ""}) { delega { id } errori { codice } } }`},
	{"DELEGA_NON_TROVATA", `mutation { revocaDelega(input: {id: ""}) { delega { id } errori { codice } } }`},
	{"PADRE_SUPERFLUO", fmt.Sprintf(conferma, `, parentId: ""`)},
	{"CF_SUPERFLUI", fmt.Sprintf(conferma, `, cf: ["SLAMRC75D12A000F"]`)},
	{"FINE_PRIMA_DI_INIZIO", fmt.Sprintf(conferma, `, inizio: "2999-05-04", fine: "2999-05-03"`)},
	{"CHIAVE_NON_VALIDA", `mutation { confermaAppuntamento(input: {id: "A-1", chiaveIdempotenza: ""}) { appuntamento { id } errori { codice } } }`},
	{"APPUNTAMENTO_NON_TROVATO", `mutation { confermaAppuntamento(input: {id: ""}) { appuntamento { id } errori { codice } } }`},
	{"APPUNTAMENTO_NON_TROVATO", `mutation { annullaAppuntamento(input: {id: "AZ-9900010011"}) { appuntamento { id } errori { codice } } }`},
	{"OPERATORE_NECESSARIO", `mutation { concludiAppuntamento(input: {id: "A-1", esito: SVOLTO}) { appuntamento { id } errori { codice } } }`},
	{"OPERATORE_NECESSARIO", `mutation { pubblicaFasce(input: {sede: "4900", dal: "2026-01-01", al: "2026-01-02", orari: [], durata: -1, posti: 0, modalita: []}) { pubblicate errori { codice } } }`},
	{"INIZIO_PASSATO", fmt.Sprintf(conferma, `, inizio: "2020-01-01"`)},
}
