//go:build !race

package confronto_test

// lentezza is how many times fewer operations are asked.
const lentezza = 1
