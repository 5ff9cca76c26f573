package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// heapFloor is what the heap may reach before it is cleaned, however little of it is in use, in bytes. The rule of the library
// alone, twice what is in use, cleans a server that holds 10 MB ten times a second under load.
const heapFloor = 32 << 20

// cleanLessOften keeps to the floor from now on. From half of the floor in use upwards the library's rule holds, so that a
// server that needs much memory needs no more of it. Whoever sets GOGC has decided otherwise.
func cleanLessOften() {
	if os.Getenv("GOGC") == "" {
		afterCleaning(&struct{ again *int }{new(int)})
	}
}

// afterCleaning sets when the next cleaning is due, at every one: the cycle that finds one marker unused makes another.
func afterCleaning(marker *struct{ again *int }) {
	runtime.AddCleanup(marker, func(struct{}) {
		debug.SetGCPercent(percentFor(heapInUse()))
		afterCleaning(&struct{ again *int }{new(int)})
	}, struct{}{})
}

// percentFor is by how much the heap may grow over what is in use. It holds for one more cleaning, when much more may be in use at
// once: beyond 400 that would cost more memory than it saves time.
func percentFor(inUse uint64) int {
	return int(min(400, max(100, (heapFloor-min(inUse, heapFloor))*100/max(inUse, 1<<20))))
}

// heapInUse is what the last cleaning found in use, in bytes.
func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
