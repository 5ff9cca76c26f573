package tagpdf

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestSyntax(t *testing.T) {
	t.Parallel()
	tool(t, "qpdf", "--check", save(t, write(t, options, dossier(3, 60))))
	for seed := range uint64(6) {
		tool(t, "qpdf", "--check", save(t, write(t, options, anything(seed))))
	}
}

// A qpdf document is what qpdf read of one: its pages, and the values of its objects by "obj:1 0 R".
type qpdf struct {
	Pages   []struct{ Object string }
	Objects map[string]struct{ Value json.RawMessage }
	Trailer struct {
		Root, Info string
		ID         []string
	}
}

func inspect(t *testing.T, file string) (q qpdf) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "qpdf", "--json=2", "--json-key=pages", "--json-key=qpdf", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		Pages json.RawMessage
		Qpdf  [2]json.RawMessage
	}
	out = bytes.ReplaceAll(out, []byte(`"/`), []byte(`"`)) // names, so that they are fields here
	err = errors.Join(json.Unmarshal(out, &parts), json.Unmarshal(parts.Pages, &q.Pages), json.Unmarshal(parts.Qpdf[1], &q.Objects))
	if err = errors.Join(err, json.Unmarshal(q.Objects["trailer"].Value, &q.Trailer)); err != nil {
		t.Fatal(err)
	}
	return q
}

// get reads the value of an object.
func (q qpdf) get(t *testing.T, object string, into any) {
	t.Helper()
	if err := json.Unmarshal(q.Objects["obj:"+object].Value, into); err != nil {
		t.Fatalf("%s: %v", object, err)
	}
}

func TestWhatItSaysOfItself(t *testing.T) {
	t.Parallel()
	o := options
	o.Title, o.Author, o.Subject, o.Lang, o.ID = `Fascicolo <di> "A & B" – Forlì`, "Istituto & C.", "Tutto <ciò> che c’è", "it", [16]byte{0xab, 15: 0xcd}
	pdf := write(t, o, dossier(1, 3))
	q := inspect(t, save(t, pdf))
	var catalog struct {
		Lang              string
		Metadata          string
		OutputIntents     []string
		MarkInfo          struct{ Marked bool }
		ViewerPreferences struct{ DisplayDocTitle bool }
	}
	q.get(t, q.Trailer.Root, &catalog)
	if catalog.Lang != "u:it" || !catalog.MarkInfo.Marked || !catalog.ViewerPreferences.DisplayDocTitle || len(catalog.OutputIntents) != 1 {
		t.Errorf("%+v", catalog)
	}
	if id := "b:ab0000000000000000000000000000cd"; !slices.Equal(q.Trailer.ID, []string{id, id}) {
		t.Errorf("identifiers %q", q.Trailer.ID)
	}
	var intent struct{ S, DestOutputProfile string }
	q.get(t, catalog.OutputIntents[0], &intent)
	profile := tool(t, "qpdf", "--show-object="+strings.TrimSuffix(intent.DestOutputProfile, " 0 R"), "--filtered-stream-data", save(t, pdf))
	if intent.S != "GTS_PDFA1" && intent.S != "/GTS_PDFA1" || profile != string(srgb) {
		t.Errorf("output intent %+v, a profile of %d bytes", intent, len(profile))
	}
	var info struct{ Title, Author, Subject, Producer, CreationDate string }
	q.get(t, q.Trailer.Info, &info)
	if info.Title != "u:"+o.Title || info.Author != "u:"+o.Author || info.Subject != "u:"+o.Subject || info.CreationDate != "u:D:20261127093000Z" {
		t.Errorf("%+v", info)
	}
	metadata := read(t, pdf).body(number(catalog.Metadata))
	for tag, want := range map[string]string{
		"part": "2 1", "conformance": "A", "title": o.Title, "creator": o.Author, "description": o.Subject + " Part of ISO 14289", "language": "it",
		"CreateDate": "2026-11-27T09:30:00Z", "ModifyDate": "2026-11-27T09:30:00Z", "Producer": producer,
	} {
		if got := xmlTexts(t, metadata, tag); got != want {
			t.Errorf("metadata %s: %q, want %q", tag, got, want)
		}
	}
}

// xmlTexts are the texts within the elements of a name.
func xmlTexts(t *testing.T, document, name string) string {
	t.Helper()
	var all strings.Builder
	depth := 0
	for d := xml.NewDecoder(strings.NewReader(document)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(strings.Fields(all.String()), " ")
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == name || depth > 0 {
				depth++
			}
		case xml.EndElement:
			depth = max(0, depth-1)
			all.WriteByte(' ')
		case xml.CharData:
			if depth > 0 {
				all.Write(token)
			}
		}
	}
}

// TestIndexLeads writes an index of some pages, and finds each of its numbers and links to be of the page where poppler reads the heading.
func TestIndexLeads(t *testing.T) {
	t.Parallel()
	const chapters = 50
	name := func(c int) string { return fmt.Sprintf("Capitolo %d.", c+1) }
	file := save(t, write(t, options, func(d *Doc) {
		d.Cover(Cover{})
		d.Index(2)
		for c := range chapters {
			d.Heading(1+c%2, name(c)+strings.Repeat(" lungo, con molte parole", c%11))
			if c%2 == 1 {
				d.Heading(3, "Sotto l’indice")
			}
			d.Paragraph(strings.Repeat("Testo.\n", c*7%40))
		}
	}))
	pages := strings.Split(tool(t, "pdftotext", "-layout", file, "-"), "\f")
	first := slices.IndexFunc(pages, func(p string) bool { return strings.Contains(p, "Sotto l’indice") })
	if first < 3 {
		t.Fatalf("the text begins on page %d", first+1)
	}
	index := strings.Join(pages[1:first], "\n")
	q := inspect(t, file)
	links := 0
	for object := range q.Objects {
		var link struct {
			Subtype, Contents string
			Dest              []json.RawMessage
		}
		if json.Unmarshal(q.Objects[object].Value, &link) != nil || link.Subtype != "Link" && link.Subtype != "/Link" {
			continue
		}
		links++
		words, page, _ := strings.Cut(strings.TrimPrefix(link.Contents, "u:"), ", pagina ")
		chapter := name(number(strings.TrimPrefix(words, "Capitolo ")) - 1)
		n, err := strconv.Atoi(page)
		if err != nil || n > len(pages) || !strings.Contains(pages[n-1], chapter) {
			t.Fatalf("%s is not on page %q", chapter, page)
		}
		if string(link.Dest[0]) != strconv.Quote(q.Pages[n-1].Object) {
			t.Errorf("the link to %s leads to %s, not to page %d", chapter, link.Dest[0], n)
		}
		_, entry, _ := strings.Cut(index, chapter)
		entry, _, _ = strings.Cut(entry, "Capitolo")
		entry, _, _ = strings.Cut(entry, "Fascicolo") // the header of the next page
		entry, _, _ = strings.Cut(entry, "pag.")
		if numbers := strings.Fields(entry); len(numbers) == 0 || numbers[len(numbers)-1] != page {
			t.Errorf("the index says %q of %s, on page %s", entry, chapter, page)
		}
	}
	if links != chapters {
		t.Errorf("%d links", links)
	}
}
