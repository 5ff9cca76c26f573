//go:build !race

package main

// slowness is how many times fewer random operations are asked.
const slowness = 1
