package importa

import "context"

// ImportBy imports with batches of a given size.
func ImportBy(ctx context.Context, t Target, f File, docs int) (Report, error) {
	lim := defaults
	lim.docs = docs
	return lim.load(ctx, t, f)
}
