package operation_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/operation"
)

func page(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/limiti.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// block is the first indented block after a text.
func block(t *testing.T, after string) string {
	t.Helper()
	_, rest, found := strings.Cut(page(t), after)
	m := regexp.MustCompile(`(?m)(^    .*\n)+`).FindString(rest)
	if !found || m == "" {
		t.Fatalf("no block after %q", after)
	}
	return m
}

// TestDocsDefaults: the page's table has every limit with its default.
func TestDocsDefaults(t *testing.T) {
	text, err := json.Marshal(operation.DefaultPolicy().For(nil))
	if err != nil {
		t.Fatal(err)
	}
	var limits map[string]map[string]any
	if err := json.Unmarshal(text, &limits); err != nil {
		t.Fatal(err)
	}
	for key, limit := range limits {
		most, ok := limit["massimo"].(float64)
		if !ok {
			most = limit["alMinuto"].(float64)
		}
		row := "| `" + key + "` | " + strconv.Itoa(int(most)) + " |"
		if !strings.Contains(page(t), row) || limit["modo"] != "applica" {
			t.Errorf("%s %v: no row %q", key, limit, row)
		}
	}
}

// TestDocsFile: the page's file is one.
func TestDocsFile(t *testing.T) {
	p := read(t, block(t, "## The file"))
	analyst, operator := model.ProfiloUtenteAnalista, model.ProfiloUtenteOperatore
	if got := p.For(&analyst); got.Cost.Max != 1_000_000 || got.Depth.Max != 15 {
		t.Errorf("%+v", got)
	}
	if got := p.For(&operator); got.Bulk.Max != 500 || got.Work.Mode != operation.Observe || got.Rate.Burst != 500_000 {
		t.Errorf("%+v", got)
	}
}

// TestDocsExample: the page's operation costs what the page says.
func TestDocsExample(t *testing.T) {
	op := valid(t, theSchema(), block(t, "For example")).Operations[0]
	c := coster(t, theSchema())
	for _, companies := range []string{"20", "50"} {
		n, _ := strconv.Atoi(companies)
		cost := c.Price(op, map[string]any{"quante": n}).Cost
		row := regexp.MustCompile(`\| the whole, with ` + companies + ` companies[^|]*\| ` + strconv.Itoa(cost) + ` \|`)
		if !row.MatchString(page(t)) {
			t.Errorf("%s companies: %d, which the page does not say", companies, cost)
		}
	}
	if got, without := c.Price(op, nil).Cost, c.Price(op, map[string]any{"quante": 20}).Cost; got != without {
		t.Errorf("by default %d, want %d", got, without)
	}
}
