// Package redisaddress reads the address of the Redis that the instances share, in the same way for all who use it.
package redisaddress

import (
	"errors"
	"net/url"
	"strconv"
	"time"

	driver "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

var errAddress = errors.New("the address of Redis must be redis://[user:password@]host[:port][/database], the same with rediss:// for TLS, " +
	"or unix:///path[?db=database]")

// Options keep a server that is down or slow from costing more than patience. Nothing is sent twice: a call whose answer was
// lost may have been carried out. That is why an address sets none of them. The error does not repeat the address, which may
// hold a password, and the driver's log is turned off for the whole process, since whatever it tells is also in an error.
func Options(address string, patience time.Duration, connections int) (*driver.Options, error) {
	if !valid(address) {
		return nil, errAddress
	}
	o, err := driver.ParseURL(address)
	if err != nil || o.DB < 0 {
		return nil, errAddress
	}
	logging.Disable()
	o.ContextTimeoutEnabled = true
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = patience, patience, patience, patience
	o.MaxRetries, o.DialerRetries = -1, 1
	o.PoolSize, o.MaxActiveConns, o.PipelinePoolSize = connections, connections, -1
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return o, nil
}

// valid refuses what the driver would replace by a default or take as a setting.
func valid(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Opaque != "" || u.Fragment != "" {
		return false
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(query) > 1 || len(query) == 1 && !query.Has("db") {
		return false
	}
	if u.Scheme == "unix" {
		return u.Host == "" && u.Path != ""
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return false
		}
	}
	return u.Hostname() != ""
}
