//go:build race

package main

// slowness is how many times less is asked at random, because the race detector makes each that much slower.
const slowness = 4
