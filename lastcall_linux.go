package main

import (
	"context"
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// handshake is how long a connection that is being opened may take until it is.
const handshake = 250 * time.Millisecond

// noMore lets through what belongs to a connection, also to one that is being opened, but nothing that opens another: a SYN
// without ACK, in the fourteenth byte of TCP's header.
var noMore = []unix.SockFilter{
	{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: 13},
	{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: 0x12},
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: 0x02, Jf: 1},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0xffffffff},
}

// lastCall returns when whoever has knocked was let in, by whom accepts; others are not answered from now on. Without it closing a
// listener would reset the connections that the kernel has made and nobody has accepted yet.
func lastCall(ctx context.Context, l net.Listener) {
	socket, ok := l.(syscall.Conn)
	if !ok {
		return
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return
	}
	filter := unix.SockFprog{Len: uint16(len(noMore)), Filter: &noMore[0]}
	if e := raw.Control(func(fd uintptr) {
		err = unix.SetsockoptSockFprog(int(fd), unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &filter)
	}); e != nil || err != nil {
		return // then those few are reset
	}
	look := time.NewTicker(handshake)
	defer look.Stop()
	for someone := true; someone; {
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
		someone = false
		_ = raw.Control(func(fd uintptr) { // one that was closed has nobody
			waiting := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
			n, err := unix.Poll(waiting, 0)
			someone = n > 0 || err != nil
		})
	}
}
