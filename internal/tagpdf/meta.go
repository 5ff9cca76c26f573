package tagpdf

import (
	_ "embed"
	"fmt"
	"html"
)

// The profile is the International Color Consortium's, free to embed: sRGB2014.txt.
//
//go:embed sRGB2014.icc
var srgb []byte

const producer = "Cassetto"

// writeCatalog writes what the document says of itself.
func (d *Doc) writeCatalog(pages, structure, outline int) (root, info int) {
	root, info = d.file.reserve(), d.file.reserve()
	metadata, intent, profile := d.file.reserve(), d.file.reserve(), d.file.reserve()
	d.file.plain(metadata, "/Type/Metadata/Subtype/XML", []byte(d.options.xmp()))
	d.file.stream(profile, "/N 3", srgb)
	d.file.object(intent, "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>", profile)
	bookmarks := ""
	if outline != 0 {
		bookmarks = fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", outline)
	}
	o := d.options
	d.file.object(root, "<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R/OutputIntents[%d 0 R]/Lang%s/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/ViewerPreferences<</DisplayDocTitle true>>%s>>",
		pages, metadata, intent, pdfText(o.Lang), structure, bookmarks)
	date := o.Created.UTC().Format("D:20060102150405") + "Z"
	var more string
	if o.Author != "" {
		more += "/Author" + pdfText(o.Author)
	}
	if o.Subject != "" {
		more += "/Subject" + pdfText(o.Subject)
	}
	d.file.object(info, "<</Title%s%s/Producer(%s)/CreationDate(%s)/ModDate(%s)>>", pdfText(o.Title), more, producer, date, date)
	return root, info
}

// xmp repeats the same for archives, and claims the two standards.
func (o Options) xmp() string {
	date := o.Created.UTC().Format("2006-01-02T15:04:05Z")
	more := ""
	if o.Author != "" {
		more += "<dc:creator><rdf:Seq><rdf:li>" + html.EscapeString(o.Author) + "</rdf:li></rdf:Seq></dc:creator>\n"
	}
	if o.Subject != "" {
		more += `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + html.EscapeString(o.Subject) + "</rdf:li></rdf:Alt></dc:description>\n"
	}
	return "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" + fmt.Sprintf(packet, html.EscapeString(o.Title), html.EscapeString(o.Lang), more, date, date, producer)
}

const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<dc:format>application/pdf</dc:format>
%s<xmp:CreateDate>%s</xmp:CreateDate>
<xmp:ModifyDate>%s</xmp:ModifyDate>
<pdf:Producer>%s</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`
