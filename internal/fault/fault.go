// Package fault names what can go wrong: a stable code for programs, a sentence in Italian for the user, a cause for the log.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Codes of errors[].extensions.code.
const (
	Unauthenticated = "UNAUTHENTICATED"
	Forbidden       = "FORBIDDEN"
	NotFound        = "NOT_FOUND"
	BadUserInput    = "BAD_USER_INPUT"
	Conflict        = "CONFLICT"
	Unavailable     = "ARCHIVE_UNAVAILABLE"
	TooComplex      = "OPERATION_TOO_COMPLEX"
	RateLimited     = "RATE_LIMITED"
	Internal        = "INTERNAL_SERVER_ERROR"

	ParseFailed            = "GRAPHQL_PARSE_FAILED"
	ValidationFailed       = "GRAPHQL_VALIDATION_FAILED"
	PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND" // Apollo's clients know it by this name and send the text
)

// Error is an error that a user may read.
type Error struct {
	Code       string
	Message    string        // in Italian, without personal data
	Archive    string        // archive that did not answer, for Unavailable
	RetryAfter time.Duration // when to try again, for Unavailable
	Cause      error         // for the log only
}

func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Code + ": " + e.Message
	}
	return e.Code + ": " + e.Message + ": " + e.Cause.Error()
}

func (e *Error) Unwrap() error { return e.Cause }

// Errorf makes an Error that the user may read.
func Errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// ArchiveDown says that an archive did not answer, and after how long it is worth asking again.
func ArchiveDown(archive string, retryAfter time.Duration, cause error) *Error {
	return &Error{
		Code: Unavailable, Message: "Archivio temporaneamente non disponibile: riprovare più tardi.",
		Archive: archive, RetryAfter: retryAfter, Cause: cause,
	}
}

// Code is the code of err, Internal when it is none of ours and empty when it is nil.
func Code(err error) string {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	}
	return Internal
}
