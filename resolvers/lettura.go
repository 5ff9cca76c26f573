package resolvers

import (
	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/freshness"
)

// tell hands to the transport how a response was read, and writes into it what its client must know or has asked for.
func tell(op *graphql.OperationContext, response *graphql.Response, s freshness.Summary) *graphql.Response {
	op.Stats.SetExtension(freshness.Told, s)
	wants, _ := op.Extensions["cache"].(bool)
	if !wants && !s.Read.Failed() {
		return response
	}
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	parts := s.Read.Parts()
	if stale := vecchie(parts); len(stale) > 0 {
		response.Extensions["stale"] = stale
	}
	if wants {
		response.Extensions["cache"] = lettura(s.Whole, parts)
	}
	return response
}

// sezioneVecchia is a section of which a response has values that its archive could not confirm.
type sezioneVecchia struct {
	Archivio string `json:"archivio"`
	Sezione  string `json:"sezione"`
	Valori   int    `json:"valori"`
}

func vecchie(parts []freshness.Part) []sezioneVecchia {
	var sezioni []sezioneVecchia
	for _, p := range parts {
		if p.Failed > 0 {
			sezioni = append(sezioni, sezioneVecchia{p.Source.Archive, p.Source.Section, p.Failed})
		}
	}
	return sezioni
}

// comeLetta is how a response was read.
type comeLetta struct {
	Risposta string         `json:"risposta"`
	Sezioni  []sezioneLetta `json:"sezioni"`
}

type sezioneLetta struct {
	Archivio string `json:"archivio"`
	Sezione  string `json:"sezione"`
	Hit      int    `json:"hit"`
	Stale    int    `json:"stale"`
	Miss     int    `json:"miss"`
}

func lettura(intera bool, parts []freshness.Part) comeLetta {
	c := comeLetta{"miss", make([]sezioneLetta, 0, len(parts))}
	if intera {
		c.Risposta = "hit"
	}
	for _, p := range parts {
		c.Sezioni = append(c.Sezioni, sezioneLetta{p.Source.Archive, p.Source.Section, p.Hit, p.Stale, p.Miss})
	}
	return c
}
