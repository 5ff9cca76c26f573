//go:build race

package main

// slowness is how many times fewer random operations are asked, because the race detector makes each that much slower.
const slowness = 4
