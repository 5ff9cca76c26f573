package fascicolo

import "testing"

// TestLarghezze: the columns of every table are as wide as the page.
func TestLarghezze(t *testing.T) {
	for _, c := range capitoli() {
		for _, s := range c.sezioni {
			tabelle := s.tabelle
			if s.colonne != nil {
				tabelle = append(tabelle, tabella{titolo: string(s.nome), colonne: s.colonne})
			}
			for _, tab := range tabelle {
				somma := 0.0
				for _, col := range tab.colonne {
					somma += col.larghezza
				}
				if somma != larga || len(tab.colonne) > 7 {
					t.Errorf("%s, %s: %g points, %d columns", s.nome, tab.titolo, somma, len(tab.colonne))
				}
			}
		}
	}
}
