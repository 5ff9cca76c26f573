package transport

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/fault"
)

// mapMost is the length of the part that says where the files go.
const mapMost = 64 << 10

// errPlace says that the map of a multipart request names a place that is not an empty one of the variables.
var errPlace = errors.New("no such place")

// readMultipart reads a request with files, by the GraphQL multipart request specification: the part operations, the part map,
// then the files. Each file goes to disk as it comes, never whole into memory, and is gone when release is called.
func (e *Edge) readMultipart(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, release func(), p *problem) {
	var files spool
	release = files.close
	if r.ContentLength > e.options.Uploads {
		return nil, release, tooLarge()
	}
	r.Body = http.MaxBytesReader(w, r.Body, e.options.Uploads)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, release, badRequest("Il corpo non è un modulo multipart valido.")
	}
	operations, p := readPart(form, "operations", e.options.Body)
	if p != nil {
		return nil, release, p
	}
	if params, p = parseParams(operations); p != nil {
		return nil, release, p
	}
	text, p := readPart(form, "map", mapMost)
	if p != nil {
		return nil, release, p
	}
	var places map[string][]string
	if json.Unmarshal(text, &places) != nil {
		return nil, release, badRequest("map non è un oggetto JSON con elenchi di percorsi.")
	}
	if len(places) > e.options.Files {
		return nil, release, badRequest("Al più " + strconv.Itoa(e.options.Files) + " file.")
	}
	return params, release, files.read(form, places, params)
}

// readPart reads the next part, which must have this name, into memory.
func readPart(form *multipart.Reader, name string, most int64) ([]byte, *problem) {
	part, err := form.NextPart()
	if err != nil {
		return nil, partProblem(err)
	}
	if part.FormName() != name {
		return nil, badRequest("Servono, in quest'ordine, le parti operations e map, poi i file.")
	}
	b, err := io.ReadAll(io.LimitReader(part, most+1))
	switch {
	case err != nil:
		return nil, partProblem(err)
	case int64(len(b)) > most:
		return nil, tooLarge()
	}
	return b, nil
}

func partProblem(err error) *problem {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return tooLarge()
	}
	var disk *fs.PathError
	if errors.As(err, &disk) {
		slog.Error("upload not stored", "cause", disk.Err)
		return &problem{status: http.StatusInternalServerError, code: fault.Internal, message: "I file non si possono ricevere: riprovare più tardi."}
	}
	return badRequest("Il modulo multipart non è completo.")
}

// spool holds the files of a request on disk.
type spool struct{ files []*os.File }

// close drops the files. They have no name any more, so even a killed process leaves none behind.
func (s *spool) close() {
	for _, f := range s.files {
		_ = f.Close() // nothing was to be kept
	}
}

// read reads the files and puts each into its places among the variables; every one of the map must come, and no other.
func (s *spool) read(form *multipart.Reader, places map[string][]string, params *graphql.RawParams) *problem {
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return partProblem(err)
		}
		to, known := places[part.FormName()]
		if !known || len(to) == 0 {
			return badRequest("Un file non è fra quelli di map.")
		}
		delete(places, part.FormName())
		file, err := s.keep(part)
		if err != nil {
			return partProblem(err)
		}
		for _, place := range to {
			if put(params.Variables, place, file.forPlace()) != nil {
				return badRequest("Un percorso di map non è quello di un file fra le variabili.")
			}
		}
	}
	if len(places) > 0 {
		return badRequest("Manca un file di map.")
	}
	return nil
}

func (s *spool) keep(part *multipart.Part) (*upload, error) {
	f, err := os.CreateTemp("", "cassetto-allegato-")
	if err != nil {
		return nil, err
	}
	s.files = append(s.files, f)
	if err := os.Remove(f.Name()); err != nil {
		return nil, err
	}
	size, err := io.Copy(f, part)
	return &upload{f, size, sentName(part), part.Header.Get("Content-Type")}, err
}

// sentName is the name of a file as the client sent it: that of the library has lost its folders, and whoever judges the name
// would not know.
func sentName(part *multipart.Part) string {
	_, params, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	return params["filename"]
}

// upload is a file that came with a request.
type upload struct {
	on         *os.File
	size       int64
	name, kind string
}

// forPlace is the file as one of its places reads it: from its beginning, whatever the others have read.
func (u *upload) forPlace() graphql.Upload {
	return graphql.Upload{File: io.NewSectionReader(u.on, 0, u.size), Filename: u.name, Size: u.size, ContentType: u.kind}
}

// put writes a file into its place, such as variables.input.allegati.0, where the request must have left a null.
func put(variables map[string]any, place string, u graphql.Upload) error {
	path := strings.Split(place, ".")
	if path[0] != "variables" || len(path) < 2 || len(path) > 10 {
		return errPlace
	}
	var at any = variables
	for i, step := range path[1:] {
		last := i == len(path)-2
		switch holder := at.(type) {
		case map[string]any:
			v, there := holder[step]
			if !there || last && v != nil {
				return errPlace
			}
			if at = v; last {
				holder[step] = u
			}
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n < 0 || n >= len(holder) || last && holder[n] != nil {
				return errPlace
			}
			if at = holder[n]; last {
				holder[n] = u
			}
		default:
			return errPlace
		}
	}
	return nil
}
