package redis

import (
	_ "embed"

	driver "github.com/redis/go-redis/v9"
)

//go:embed claim.lua
var claimSource string

//go:embed put.lua
var putSource string

//go:embed forget.lua
var forgetSource string

// scripts are run by their hash; a server that does not know one, new or restarted, is sent its text.
type scripts struct{ claim, put, forget *driver.Script }

func newScripts() scripts {
	return scripts{driver.NewScript(claimSource), driver.NewScript(putSource), driver.NewScript(forgetSource)}
}
