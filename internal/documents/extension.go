package documents

import (
	"encoding/json"

	"cassetto/internal/fault"
)

// persisted is the identifier that the extension persistedQuery of Apollo's clients names, empty without the extension. It is a hash,
// or the identifier of a document of a manifest.
func persisted(extensions map[string]any) (id string, err error) {
	value, ok := extensions["persistedQuery"]
	if !ok || value == nil {
		return "", nil
	}
	e, ok := value.(map[string]any)
	if !ok {
		return "", fault.Errorf(fault.BadUserInput, "L'estensione persistedQuery non è un oggetto.")
	}
	if !isOne(e["version"]) {
		return "", fault.Errorf(fault.BadUserInput, "La versione dell'estensione persistedQuery non è la 1.")
	}
	id, _ = e["sha256Hash"].(string)
	if id == "" || len(id) > maxID {
		return "", fault.Errorf(fault.BadUserInput, "L'estensione persistedQuery non ha uno sha256Hash valido.")
	}
	return id, nil
}

// isOne says whether a value is the number 1, however the request was decoded.
func isOne(v any) bool {
	switch v := v.(type) {
	case float64:
		return v == 1
	case json.Number:
		return v == "1"
	case int:
		return v == 1
	case int64:
		return v == 1
	}
	return false
}
