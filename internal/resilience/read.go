package resilience

import "context"

const tries = 3 // of a read

// Read asks a source for something that may be asked again without harm: ask may be called up to four times, twice at once.
//
// The context of ask has the deadline and ends when Read returns; what ask returns must not need it any longer. The error is a
// Refused when the source was not asked, context.DeadlineExceeded when the time is up, that of ctx when the caller has left, and
// otherwise what ask returned. A panic of ask is logged with its stack and continues in the caller.
//
// Read returns when the time is up even if ask does not heed its context; ask keeps its place until it ends. That takes a
// goroutine for each question.
func Read[T any](ctx context.Context, g *Guard, ask func(context.Context) (T, error)) (T, error) {
	return through(ctx, g, ask, tries)
}

// Command asks a source to change something: at most once. Otherwise it is as Read. After an error other than Refused nobody knows
// whether the change was made, and a do that does not heed its context may still make it.
func Command[T any](ctx context.Context, g *Guard, do func(context.Context) (T, error)) (T, error) {
	return through(ctx, g, do, 1)
}

func through[T any](ctx context.Context, g *Guard, ask func(context.Context) (T, error), attempts int) (T, error) {
	c, t, err := begin(ctx, g, attempts)
	if err != nil {
		var none T
		return none, err
	}
	defer c.end()
	a := attempt[T]{c, ask, make(chan answer[T], 2)}
	for {
		value, err := a.wait(t)
		if c.answered(err) {
			return value, err
		}
		if t, err = c.again(err); err != nil {
			return value, err
		}
	}
}
