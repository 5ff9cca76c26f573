package model

import (
	"hash/fnv"
	"slices"
	"strconv"
)

// MaxPagina is the greatest number of rows a page may have.
const MaxPagina = 200

// Righe are all the rows that an archive holds for one key, in the archive's order. They are read-only once loaded.
type Righe[T any] struct {
	Righe        []T
	Chiavi       []string // natural key of each row
	Fonte        Fonte
	AggiornatoAl DataOra
}

// Finestra says which rows of a section are wanted.
type Finestra struct {
	First   *int32
	After   *string
	Dal, Al *Data // days, both included
}

// Valori are those of the window, to compare it with others.
func (f Finestra) Valori() (v [4]any) {
	if f.First != nil {
		v[0] = *f.First
	}
	if f.After != nil {
		v[1] = *f.After
	}
	if f.Dal != nil {
		v[2] = *f.Dal
	}
	if f.Al != nil {
		v[3] = *f.Al
	}
	return v
}

// Quante says how many rows the caller wants.
func (f Finestra) Quante() (int, error) {
	if f.First == nil {
		return 50, nil
	}
	if *f.First < 0 || *f.First > MaxPagina {
		return 0, RifiutaCampo("first", "Indicare un numero da 0 a %d.", MaxPagina)
	}
	return int(*f.First), nil
}

// Pagina selects the rows of one page. It fails with an InputError on a bad number of rows, cursor or period.
func (r *Righe[T]) Pagina(f Finestra) (*Connection[T], error) {
	quante, err := f.Quante()
	if err != nil {
		return nil, err
	}
	if f.Dal != nil && f.Al != nil && *f.Dal > *f.Al {
		return nil, RifiutaCampo("dal", "Il periodo finisce prima di cominciare.")
	}
	scelte := r.nelPeriodo(f.Dal, f.Al)
	inizio := 0
	if f.After != nil {
		i := slices.IndexFunc(scelte, func(i int) bool { return cursore(r.Chiavi[i]) == *f.After })
		if i < 0 {
			return nil, RifiutaCampo("after", "Il cursore non è di questo elenco.")
		}
		inizio = i + 1
	}
	fine := min(inizio+quante, len(scelte))
	c := &Connection[T]{
		Nodes: make([]T, 0, fine-inizio), chiavi: make([]string, 0, fine-inizio),
		TotalCount: int32(len(scelte)), Fonte: r.Fonte, AggiornatoAl: r.AggiornatoAl,
		prima: inizio > 0, dopo: fine < len(scelte),
	}
	for _, i := range scelte[inizio:fine] {
		c.Nodes = append(c.Nodes, r.Righe[i])
		c.chiavi = append(c.chiavi, r.Chiavi[i])
	}
	return c, nil
}

// nelPeriodo are the indexes of the rows whose interval meets the days from dal to al.
func (r *Righe[T]) nelPeriodo(dal, al *Data) []int {
	scelte := make([]int, 0, len(r.Righe))
	for i := range r.Righe {
		if row, ok := any(&r.Righe[i]).(dated); ok && (dal != nil || al != nil) {
			da, a := row.Intervallo()
			if dal != nil && a != "" && a <= string(*dal) || al != nil && da > string(*al) {
				continue
			}
		}
		scelte = append(scelte, i)
	}
	return scelte
}

// Connection is a page of rows, in the shape of the Relay specification.
type Connection[T any] struct {
	Nodes        []T
	TotalCount   int32
	Fonte        Fonte
	AggiornatoAl DataOra

	chiavi      []string
	prima, dopo bool
}

// Edge is a row with its cursor.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// Edges are the rows of the page with their cursors.
func (c *Connection[T]) Edges() []Edge[T] {
	edges := make([]Edge[T], len(c.Nodes))
	for i, n := range c.Nodes {
		edges[i] = Edge[T]{cursore(c.chiavi[i]), n}
	}
	return edges
}

// PageInfo says how to go on.
func (c *Connection[T]) PageInfo() *PageInfo {
	p := &PageInfo{HasNextPage: c.dopo, HasPreviousPage: c.prima}
	if n := len(c.chiavi); n > 0 {
		primo, ultimo := cursore(c.chiavi[0]), cursore(c.chiavi[n-1])
		p.StartCursor, p.EndCursor = &primo, &ultimo
	}
	return p
}

// Presenti says whether any row was selected.
func (c *Connection[T]) Presenti() bool { return c.TotalCount > 0 }

// cursore is a fingerprint of a natural key: the key itself may hold a codice fiscale, and cursors end up in logs and URLs.
func cursore(chiave string) string {
	h := fnv.New64a()
	h.Write([]byte(chiave))
	return strconv.FormatUint(h.Sum64(), 36)
}
