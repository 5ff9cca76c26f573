package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
)

// fullness measures the memory of a server that has been asked for everything, and so keeps all that it may.
func (k keeping) fullness(ctx context.Context, p program, out io.Writer) error {
	fmt.Fprintf(out, "| kept in the process | all companies, one page after the other | then %d clients at once | promised: under %d MB |\n|--:|--:|--:|---|\n", crowd, maxMemory>>20)
	for _, memory := range []int{0, 64} {
		err := beside(ctx, p, []variant{{name: "full", memory: memory}}, func(all []*running) error {
			walked, peak, err := all[0].full(ctx, k.companies)
			fmt.Fprintf(out, "| %d MB | %d MB | %d MB | %s |\n", memory, walked>>20, peak>>20, kept(peak < maxMemory))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// full reads every section of so many companies, then has many ask at once. It returns the most memory after each, in bytes.
func (r *running) full(ctx context.Context, companies int) (walked, peak int64, err error) {
	const most = 50
	analyst, err := r.token(ctx, "analista")
	if err != nil {
		return 0, 0, err
	}
	after := ""
	for n := 0; n < companies; n += most {
		a, err := r.ask(ctx, analyst, fmt.Sprintf(`{ aziende(first: %d%s) { pageInfo { endCursor } nodes { %s } } }`, most, after, tutteLeSezioni()))
		if err != nil {
			return 0, 0, err
		}
		var page struct {
			Data struct {
				Aziende struct{ PageInfo struct{ EndCursor string } }
			}
		}
		if err := json.Unmarshal(a.text, &page); err != nil {
			return 0, 0, err
		}
		after = fmt.Sprintf(", after: %q", page.Data.Aziende.PageInfo.EndCursor)
	}
	walked = r.peak()
	for _, name := range []string{target, "association, page of 50 × all 22 sections", "analyst, page of 50 × 5 sections", dossier} {
		q, err := named(name)
		if err != nil {
			return 0, 0, err
		}
		token, err := r.token(ctx, q.profile)
		if err == nil {
			_, err = r.askAtOnce(ctx, token, q.query)
		}
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	return walked, r.peak(), nil
}
