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

// Pagina selects the rows of one page. What it returns shares them with r: nobody may modify them, but for copies of his own
// (Copia). It fails with an InputError on a bad number of rows, cursor or period.
func (r *Righe[T]) Pagina(f Finestra) (*Connection[T], error) {
	quante, err := f.Quante()
	if err != nil {
		return nil, err
	}
	if f.Dal != nil && f.Al != nil && *f.Dal > *f.Al {
		return nil, RifiutaCampo("dal", "Il periodo finisce prima di cominciare.")
	}
	righe, chiavi := r.nelPeriodo(f.Dal, f.Al)
	inizio := 0
	if f.After != nil {
		i := slices.IndexFunc(chiavi, func(c string) bool { return cursore(c) == *f.After })
		if i < 0 {
			return nil, RifiutaCampo("after", "Il cursore non è di questo elenco.")
		}
		inizio = i + 1
	}
	fine := min(inizio+quante, len(righe))
	return &Connection[T]{
		Nodes: nonNil(righe[inizio:fine:fine]), chiavi: chiavi[inizio:fine:fine],
		TotalCount: int32(len(righe)), Fonte: r.Fonte, AggiornatoAl: r.AggiornatoAl,
		prima: inizio > 0, dopo: fine < len(righe),
	}, nil
}

func nonNil[T any](righe []T) []T {
	if righe == nil {
		return []T{}
	}
	return righe
}

// nelPeriodo are the rows whose interval meets the days from dal to al, with their keys.
func (r *Righe[T]) nelPeriodo(dal, al *Data) ([]T, []string) {
	if _, ha := any((*T)(nil)).(dated); !ha || dal == nil && al == nil {
		return r.Righe, r.Chiavi
	}
	righe, chiavi := make([]T, 0, len(r.Righe)), make([]string, 0, len(r.Righe))
	for i := range r.Righe {
		da, a := any(&r.Righe[i]).(dated).Intervallo()
		if dal != nil && a != "" && a <= string(*dal) || al != nil && da > string(*al) {
			continue
		}
		righe, chiavi = append(righe, r.Righe[i]), append(chiavi, r.Chiavi[i])
	}
	return righe, chiavi
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

// Copia makes the rows of the page its own, to be modified.
func (c *Connection[T]) Copia() { c.Nodes = slices.Clone(c.Nodes) }

// Presenti says whether any row was selected.
func (c *Connection[T]) Presenti() bool { return c.TotalCount > 0 }

// cursore is a fingerprint of a natural key: the key itself may hold a codice fiscale, and cursors end up in logs and URLs.
func cursore(chiave string) string {
	h := fnv.New64a()
	h.Write([]byte(chiave))
	return strconv.FormatUint(h.Sum64(), 36)
}
