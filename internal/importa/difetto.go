package importa

// Difetto says why a document is refused. It names the field and never repeats a value.
type Difetto struct {
	Campo  string // path of the field, such as collaboratori[3].dal; empty when the whole document is wrong
	Motivo string // in Italian
}

func (d *Difetto) Error() string {
	if d.Campo == "" {
		return d.Motivo
	}
	return d.Campo + ": " + d.Motivo
}

// under puts the defect below a field or an element, written [n].
func (d *Difetto) under(name string) *Difetto {
	switch {
	case d.Campo == "":
		d.Campo = name
	case d.Campo[0] == '[':
		d.Campo = name + d.Campo
	default:
		d.Campo = name + "." + d.Campo
	}
	return d
}

func difetto(motivo string) *Difetto { return &Difetto{Motivo: motivo} }
