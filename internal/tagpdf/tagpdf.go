// Package tagpdf writes accessible documents, as Italian law asks for (PDF/UA-1), that archives may keep (PDF/A-2a): A4 pages in
// Titillium Web whose every letter is tagged with what it is, or as an artifact. Pages are written as they are finished; what has to be
// known at the end is kept compact, so that memory does not grow with the text.
//
// Lengths are in points (1/72 inch), from the lower left corner of the page. Any text may be given: see clean.
package tagpdf

import (
	"bufio"
	"errors"
	"io"
	"time"
)

var (
	errTitle    = errors.New("tagpdf: a document needs a title")
	errTooLarge = errors.New("tagpdf: the document is larger than 4 GiB or 8 million objects")
	errClosed   = errors.New("tagpdf: the document is closed")
)

// Options say what a document is. The same options and the same content give the same bytes.
type Options struct {
	Title           string // needed
	Author, Subject string // may be empty
	Lang            string // BCP 47; it-IT when empty
	Created         time.Time
	ID              [16]byte // of the file; when zero, made of the content
	Left, Right     string   // at the top of every page but the cover, cut when too long for half the page
}

// A Doc is a document that is being written, from the top, by one goroutine. Errors wait for Close.
type Doc struct {
	options  Options
	out      *bufio.Writer
	file     *file
	regular  *face
	bold     *face
	root     *element
	page     *page // the current one; nil before the first
	pages    []*page
	y        float64 // the lower end of what is on the page
	onPage   func()  // what a table repeats at the top of each page
	waiting  []waiting
	headings []heading
	parents  []int // objects of the parent tree, by key
	index    *index
	level    int // of the last heading
	err      error
	closed   bool
}

// New starts a document. It ends with Close.
func New(w io.Writer, o Options) (*Doc, error) {
	for _, text := range []*string{&o.Title, &o.Author, &o.Subject, &o.Lang, &o.Left, &o.Right} {
		*text = oneLine(*text)
	}
	if o.Title == "" {
		return nil, errTitle
	}
	if o.Lang == "" {
		o.Lang = "it-IT"
	}
	d := &Doc{options: o, out: bufio.NewWriterSize(w, 64<<10)}
	var err error
	if d.regular, err = newFace("R", "TitilliumWeb-Regular", regularTTF); err != nil {
		return nil, err
	}
	if d.bold, err = newFace("B", "TitilliumWeb-Bold", boldTTF); err != nil {
		return nil, err
	}
	for _, text := range []*string{&d.options.Left, &d.options.Right} {
		*text = d.style(note).cut(*text, textWidth/2-6)
	}
	d.file = newFile(d.out)
	d.root = &element{parent: d.file.reserve(), object: d.file.reserve(), tag: "Document"}
	return d, nil
}

// Close writes what is known only at the end and gives the first error of the document or of its writer, which it does not close.
// After an error what was written is not a document.
func (d *Doc) Close() error {
	if d.closed {
		return errClosed
	}
	d.closed = true
	d.need(0)
	d.finish()
	d.fillIndex()
	pages, structure, outline := d.writePages(), d.writeStructure(), d.writeOutline()
	root, info := d.writeCatalog(pages, structure, outline)
	err := d.file.end(root, info, d.options.ID)
	if d.err != nil {
		return d.err
	}
	if err != nil {
		return err
	}
	return d.out.Flush()
}

// Pages is how many pages the document has, once it is closed.
func (d *Doc) Pages() int { return len(d.pages) }

func (d *Doc) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}
