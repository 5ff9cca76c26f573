package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// machine says on what was measured, as far as the system tells.
func machine() string {
	memory, _ := strconv.Atoi(proc("meminfo", `MemTotal:\s+(\d+)`)) // 0 when it does not say
	return fmt.Sprintf("%d cores (%s), %d GB of memory, %s, %s", runtime.NumCPU(), proc("cpuinfo", `model name\s*: (.+)`), memory>>20, runtime.GOOS, runtime.Version())
}

// nodeVersion is that of Node, empty when it is not there.
func nodeVersion() string {
	version, _ := exec.Command("node", "--version").Output()
	return strings.TrimSpace(strings.TrimPrefix(string(version), "v"))
}

// proc finds a value in a file of /proc; empty elsewhere than on Linux.
func proc(file, pattern string) string {
	text, _ := os.ReadFile("/proc/" + file)
	found := regexp.MustCompile(pattern).FindSubmatch(text)
	if found == nil {
		return ""
	}
	return string(found[1])
}

// dropFileCache makes the system forget what it holds of files; only root may.
func dropFileCache() bool {
	if err := exec.Command("sync").Run(); err != nil {
		return false
	}
	return os.WriteFile("/proc/sys/vm/drop_caches", []byte("3"), 0) == nil
}

// cpu is how long a process has computed, in hundredths of a second; 0 elsewhere than on Linux.
func cpu(process string) time.Duration {
	text, _ := os.ReadFile("/proc/" + process + "/stat")
	_, after, _ := strings.Cut(string(text), ") ") // the name of our processes has no parenthesis
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// computed is how long the threads of a process have computed, to the microsecond; 0 elsewhere than on Linux. Threads do not end
// in a program that does not lock them.
func computed(c *exec.Cmd) (all time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", c.Process.Pid)) // the pattern is good
	for _, thread := range threads {
		text, _ := os.ReadFile(thread)
		var ns int64
		_, _ = fmt.Sscan(string(text), &ns) // nothing, when it has just ended
		all += time.Duration(ns)
	}
	return all
}

// residentOf is a process's memory now, in bytes; 0 elsewhere than on Linux.
func residentOf(c *exec.Cmd) int64 {
	kb, _ := strconv.ParseInt(proc(strconv.Itoa(c.Process.Pid)+"/status", `VmRSS:\s+(\d+)`), 10, 64)
	return kb << 10
}
