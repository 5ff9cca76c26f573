package outbox

import (
	"errors"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"

	"cassetto/graph/model"
)

var (
	errSMTP = errors.New("not a mail server such as smtp://user:password@host:587?from=noreply@example.org (STARTTLS) or smtps://… (TLS from the start); " +
		"?tls=no only on loopback and without a user")
	errSMS = errors.New("not a provider such as https://cassetto:secret@host/path, whose secret has at least 16 letters; http only on loopback")
)

// minSegreto is how long the secret that signs must be, in bytes.
const minSegreto = 16

// Apri makes what sends on each channel. A channel without an address writes into the folder spoolDir, which is made when it is
// needed. The errors repeat nothing of the addresses.
func Apri(smtpURL, smsURL, spoolDir string) (map[model.CanaleAvviso]Mittente, error) {
	all := map[model.CanaleAvviso]Mittente{}
	if smtpURL != "" {
		u, err := leggiSMTP(smtpURL)
		if err != nil {
			return nil, err
		}
		all[model.CanaleAvvisoEmail] = nuovaPosta(u)
	}
	if smsURL != "" {
		u, segreto, err := leggiSMS(smsURL)
		if err != nil {
			return nil, err
		}
		all[model.CanaleAvvisoSms] = nuovoSMS(u, segreto)
	}
	if len(all) == len(model.AllCanaleAvviso) {
		return all, nil
	}
	s, err := nuovoSpool(spoolDir)
	if err != nil {
		return nil, err
	}
	var scritti []model.CanaleAvviso
	for _, c := range model.AllCanaleAvviso {
		if all[c] == nil {
			all[c] = s
			scritti = append(scritti, c)
		}
	}
	slog.Info("outbox: notices are written to a folder, nothing is sent", "channels", scritti, "folder", spoolDir)
	return all, nil
}

// ControllaSMTP says whether v can be the address of a mail server; empty, there is none.
func ControllaSMTP(v string) error {
	if v == "" {
		return nil
	}
	_, err := leggiSMTP(v)
	return err
}

// ControllaSMS says whether v can be the address of an SMS provider; empty, there is none.
func ControllaSMS(v string) error {
	if v == "" {
		return nil
	}
	_, _, err := leggiSMS(v)
	return err
}

// serverSMTP is a mail server, and from whom notices come.
type serverSMTP struct {
	host, utente, password, da string
	port                       int
	implicita, inChiaro        bool // TLS from the start; none at all
}

func leggiSMTP(v string) (serverSMTP, error) {
	u, err := url.Parse(v)
	if err != nil || u.Opaque != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return serverSMTP{}, errSMTP
	}
	s := serverSMTP{host: u.Hostname(), utente: u.User.Username(), port: 587, implicita: u.Scheme == "smtps"}
	s.password, _ = u.User.Password()
	if s.implicita {
		s.port = 465
	}
	if u.Port() != "" {
		s.port, err = strconv.Atoi(u.Port())
	}
	query, errQuery := url.ParseQuery(u.RawQuery)
	for name, values := range query {
		switch {
		case len(values) == 1 && name == "from":
			s.da = values[0]
		case len(values) == 1 && name == "tls" && values[0] == "no":
			s.inChiaro = true
		default:
			return serverSMTP{}, errSMTP
		}
	}
	sicuro := !s.inChiaro || !s.implicita && loopback(s.host) && u.User == nil
	conUtente := (s.utente == "") == (s.password == "")
	if err != nil || errQuery != nil || s.host == "" || s.port < 1 || s.port > 65535 || !sicuro || !conUtente || !mittenteValido(s.da) {
		return serverSMTP{}, errSMTP
	}
	return s, nil
}

// mittenteValido accepts what a recipient may be, in ASCII, and a domain of one label, which a mail server of one's own may have.
func mittenteValido(v string) bool {
	a, err := mail.ParseAddress(v)
	return err == nil && a.Address == v && a.Name == "" && !strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' })
}

func leggiSMS(v string) (*url.URL, string, error) {
	u, err := url.Parse(v)
	if err != nil || u.Hostname() == "" || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, "", errSMS
	}
	segreto, _ := u.User.Password()
	if len(segreto) < minSegreto {
		return nil, "", errSMS
	}
	u.User = nil
	return u, segreto, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
