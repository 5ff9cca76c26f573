package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"cassetto/internal/documents"
	"cassetto/internal/outbox"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

// Config is everything that can be set. With nothing set it is a working demo.
type Config struct {
	Addr          string            // where the server listens
	Dati          string            // folder of the embedded archives
	MongoURI      string            // MongoDB of all the archives; empty: the embedded ones
	URI           map[string]string // MongoDB of one archive, by its name
	Infocamere    string            // address of the Registro delle imprese; empty: the embedded copy
	OIDCIssuer    string            // who issues tokens; empty: the demo issuer, on loopback only
	OIDCAudience  string            // whom tokens must be for
	DemoAziende   int               // how many demo companies to generate besides the named ones
	Timeout       time.Duration     // of a read of an archive
	Drain         time.Duration     // from the signal to stop until no more is accepted
	Origins       []string          // of the pages of other sites that may call
	Limiti        string            // file of the limits; empty: the defaults
	Documenti     string            // manifest of the trusted documents; empty: none
	DocumentiUso  *documents.Mode   // what is done with documents that are not in it; nil: see documentMode
	RedisURL      string            // Redis that the instances share; empty: each is by itself
	CacheMemoria  int               // megabytes of what was read that the process keeps
	CacheChiavi   string            // keys that seal what is kept in Redis; empty: it is not sealed
	Now           func() time.Time  // what time it is; not a setting
	AdminGettone  string            // who knows it may empty the caches; empty: nobody may
	CacheRisposte int               // megabytes of whole answers that the process keeps
	Piani         bool              // queries are answered by compiled plans
	SMTP          string            // mail server of the notices; empty: they stay in a folder
	SMS           string            // provider of the SMS of the notices; empty: they stay in a folder
	Antivirus     string            // clamd that looks at attachments; empty: none does
	Regole        agenda.Regole     // of which ambiti one must have written before one books an appointment
	ChiaviFile    string            // keys that sign links to files; empty: one that is kept in the folder
}

// setting is one value of the configuration: -name on the command line, CASSETTO_NAME in the environment.
type setting struct {
	name, usage string
	set         func(string) error
	value       string // the default
}

func (s setting) env() string {
	return "CASSETTO_" + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
}

// settings are the values of c. archives are the names of those that may have a URI of their own.
func (c *Config) settings(archives []string) []setting {
	c.URI = map[string]string{}
	all := []setting{
		{"addr", "address to listen on", text(&c.Addr, address), "127.0.0.1:8080"},
		{"dati", "folder of the embedded archives", text(&c.Dati, notEmpty), "./dati"},
		{"mongodb-uri", "MongoDB of all the archives (secret; also from CASSETTO_MONGODB_URI_FILE)", text(&c.MongoURI, mongo), ""},
		{"infocamere-url", "address of the Registro delle imprese (secret)", text(&c.Infocamere, web), ""},
		{"oidc-issuer", "OpenID Connect issuer of the tokens", text(&c.OIDCIssuer, web), ""},
		{"oidc-audience", "audience of the tokens", text(&c.OIDCAudience, nil), "cassetto"},
		{"demo-aziende", "demo companies to generate besides the named ones", number(&c.DemoAziende), "60"},
		{"timeout", "longest wait for an archive", duration(&c.Timeout), "2s"},
		{"drain", "from the signal to stop until no more requests are accepted", duration(&c.Drain), "5s"},
		{"origini", "origins of other sites' pages that may call, separated by commas", origins(&c.Origins), ""},
		{"limiti", "file of the limits on operations (docs/limiti.md)", text(&c.Limiti, nil), ""},
		{"documenti", "manifest of the trusted documents, a file or a folder (docs/documenti.md)", text(&c.Documenti, nil), ""},
		{"documenti-uso", "of documents that are not in the manifest: spento, registra, applica; empty: registra, when there is a manifest", documentMode(c), ""},
		{"redis-url", "Redis that the instances share (secret)", text(&c.RedisURL, redisURL), ""},
		{"cache-memoria", "megabytes of what was read that the process keeps; 0: none", number(&c.CacheMemoria), "16"},
		{"cache-chiavi", "keys that seal what is kept in Redis, separated by commas, the first seals (secret; docs/cache.md)", text(&c.CacheChiavi, sealingKeys), ""},
		{"admin-gettone", "token of who may empty the caches, docs/cache.md (secret; also from CASSETTO_ADMIN_GETTONE_FILE); empty: nobody may", text(&c.AdminGettone, secret), ""},
		{"smtp-url", "mail server of the notices, docs/notifiche.md (secret); empty: they stay in the folder", text(&c.SMTP, outbox.ControllaSMTP), ""},
		{"sms-url", "provider of the SMS of the notices, docs/notifiche.md (secret); empty: they stay in the folder", text(&c.SMS, outbox.ControllaSMS), ""},
		{"antivirus-url", "clamd that looks at attachments, such as tcp://127.0.0.1:3310; empty: none does", text(&c.Antivirus, antivirus), ""},
		{"allegati-chiavi", "keys that sign links to files, separated by commas, the first signs (secret; docs/richieste.md); empty: one kept in the folder", text(&c.ChiaviFile, linkKeys), ""},
		{"agenda-regole", "days that a request must have waited, unless it was answered, before an appointment is booked about its ambito, such as F24=5,*=10 (docs/agenda.md); empty: none", bookingRules(&c.Regole), ""},
		{"cache-risposte", "megabytes of whole answers that the process keeps; 0: none", number(&c.CacheRisposte), "16"},
		{"piani", "whether queries are answered by compiled plans: si, or no, by the library's executor (docs/piani.md)", yes(&c.Piani), "si"},
	}
	for _, a := range archives {
		all = append(all, setting{a + "-uri", "MongoDB of the archive " + a + " (secret)", func(v string) error {
			c.URI[a] = v
			return mongo(v)
		}, ""})
	}
	return all
}

// loadConfig reads the defaults, then the environment (NAME or a file named by NAME_FILE), then the flags, more of which a
// command may add, and returns the arguments left. A wrong value is refused with the name of its variable, not its content.
func loadConfig(l call, more func(*flag.FlagSet)) (*Config, []string, error) {
	c := &Config{Now: time.Now}
	flags := flag.NewFlagSet("cassetto", flag.ContinueOnError)
	flags.SetOutput(l.log)
	flags.Usage = func() {
		fmt.Fprintf(l.log, "usage: cassetto [command] [flags]\n\ncommands:%s\n\nflags, each also an environment variable:\n", usage())
		flags.PrintDefaults()
	}
	if more != nil {
		more(flags)
	}
	var wrong error // of a flag; package flag would repeat its value, which may be a secret
	for _, s := range c.settings(archiveNames()) {
		if err := s.set(s.value); err != nil {
			return nil, nil, err
		}
		flags.Func(s.name, fmt.Sprintf("%s\n%s, default %q", s.usage, s.env(), s.value), func(v string) error {
			if err := s.set(v); err != nil && wrong == nil {
				wrong = fmt.Errorf("-%s: %w", s.name, err)
			}
			return nil
		})
		v, err := fromEnv(s.env(), l.getenv)
		if err == nil && v != "" {
			err = s.set(v)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", s.env(), err)
		}
	}
	if err := flags.Parse(l.args); err != nil {
		return nil, nil, err
	}
	if wrong != nil {
		return nil, nil, wrong
	}
	if c.OIDCIssuer == "" && !c.loopback() {
		return nil, nil, fmt.Errorf("CASSETTO_OIDC_ISSUER: required, because CASSETTO_ADDR (%s) is not a loopback address and the demo identity exists on loopback only", c.Addr)
	}
	return c, flags.Args(), nil
}

// Demo says whether the demo identity and data exist: on a loopback address, when no issuer is configured.
func (c *Config) Demo() bool { return c.OIDCIssuer == "" && c.loopback() }

func (c *Config) loopback() bool {
	host, _, err := net.SplitHostPort(c.Addr)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

func fromEnv(name string, getenv func(string) string) (string, error) {
	if file := getenv(name + "_FILE"); file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", errors.New("the file that " + name + "_FILE names cannot be read")
		}
		return strings.TrimSpace(string(b)), nil
	}
	return getenv(name), nil
}

func text(to *string, check func(string) error) func(string) error {
	return func(v string) error {
		*to = v
		if check == nil {
			return nil
		}
		return check(v)
	}
}

func number(to *int) func(string) error {
	return func(v string) (err error) {
		*to, err = strconv.Atoi(v)
		if err != nil || *to < 0 || *to > 1_000_000 {
			return errors.New("not a whole number from 0 to 1000000")
		}
		return nil
	}
}

func yes(to *bool) func(string) error {
	return func(v string) error {
		*to = v == "si"
		if v != "si" && v != "no" {
			return errors.New("not si or no")
		}
		return nil
	}
}

func duration(to *time.Duration) func(string) error {
	return func(v string) (err error) {
		*to, err = time.ParseDuration(v)
		if err != nil || *to < time.Millisecond || *to > time.Minute {
			return errors.New("not a duration from 1ms to 1m")
		}
		return nil
	}
}

func bookingRules(to *agenda.Regole) func(string) error {
	return func(v string) (err error) {
		*to, err = agenda.LeggiRegole(v, func(ambito string) bool { return comunicazioni.Ambito(ambito) != nil })
		return err
	}
}

func origins(to *[]string) func(string) error {
	return func(v string) error {
		*to = nil
		for one := range strings.SplitSeq(v, ",") {
			if one = strings.ToLower(strings.TrimSpace(one)); one == "" {
				continue
			}
			u, err := url.Parse(one)
			if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || one != u.Scheme+"://"+u.Host {
				return errors.New("not a list of origins such as https://portale.example")
			}
			*to = append(*to, one)
		}
		return nil
	}
}

// documentMode reads what is done with documents that no manifest lists. Not said, it is nothing, or to log them where there is a
// manifest.
func documentMode(c *Config) func(string) error {
	return func(v string) (err error) {
		if v == "" {
			c.DocumentiUso = nil
			return nil
		}
		mode, err := documents.ParseMode(v)
		c.DocumentiUso = &mode
		return err
	}
}

func (c *Config) documentMode() documents.Mode {
	switch {
	case c.DocumentiUso != nil:
		return *c.DocumentiUso
	case c.Documenti != "":
		return documents.Log
	}
	return documents.Off
}

func notEmpty(v string) error {
	if v == "" {
		return errors.New("empty")
	}
	return nil
}

// secret wants what nobody guesses and a header can carry.
func secret(v string) error {
	if v != "" && (len(v) < 32 || strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' })) {
		return errors.New("not at least 32 letters, digits and signs without blanks")
	}
	return nil
}

func address(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return errors.New("not an address such as 127.0.0.1:8080")
	}
	return nil
}

func mongo(v string) error { return scheme(v, "mongodb", "mongodb+srv") }

func redisURL(v string) error { return scheme(v, "redis", "rediss") }

func web(v string) error { return scheme(v, "http", "https") }

func scheme(v string, allowed ...string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err == nil && u.Host != "" {
		for _, s := range allowed {
			if u.Scheme == s {
				return nil
			}
		}
	}
	return fmt.Errorf("not a URL that begins with %s://", strings.Join(allowed, ":// or "))
}
