//go:build race

package confronto_test

// lentezza is how many times fewer operations are asked, because the race detector makes each that much slower.
const lentezza = 8
