//go:build !race

package main

// slowness is how many times less is asked at random.
const slowness = 1
