package outbox

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cassetto/graph/model"
)

func TestControllaSMTP(t *testing.T) {
	for v, ok := range map[string]bool{
		"": true,
		"smtp://mail.example.org?from=noreply@inps.example":               true,
		"smtp://u:segreta@mail.example.org:587?from=noreply@inps.example": true,
		"smtps://u:segreta@mail.example.org/?from=noreply@inps.example":   true,
		"smtp://127.0.0.1:1025?from=noreply@inps.example&tls=no":          true,
		"smtp://[::1]:1025?from=noreply@localhost&tls=no":                 true,
		"smtp://mail.example.org":                                         false,
		"smtp://mail.example.org?from=segreta":                            false,
		"smtp://mail.example.org?from=a@b.it%0d%0aBcc:c@d.it":             false,
		"smtp://mail.example.org?from=A%20%3Ca@b.it%3E":                   false,
		"smtp://mail.example.org?from=a@b.it&tls=no":                      false,
		"smtp://u:segreta@127.0.0.1?from=a@b.it&tls=no":                   false,
		"smtps://127.0.0.1?from=a@b.it&tls=no":                            false,
		"smtp://127.0.0.1?from=a@b.it&tls=maybe":                          false,
		"smtp://u@mail.example.org?from=a@b.it":                           false,
		"smtp://mail.example.org/path?from=a@b.it":                        false,
		"smtp://mail.example.org:0?from=a@b.it":                           false,
		"smtp://mail.example.org:70000?from=a@b.it":                       false,
		"smtp://mail.example.org?from=a@b.it&from=c@d.it":                 false,
		"smtp://mail.example.org?from=a@b.it&x=segreta":                   false,
		"http://u:segreta@mail.example.org?from=a@b.it":                   false,
		"smtp://u:segreta\n@mail.example.org?from=a@b.it":                 false,
		"segreta": false,
	} {
		err := ControllaSMTP(v)
		if (err == nil) != ok || err != nil && strings.Contains(err.Error(), "segreta") {
			t.Errorf("%q: %v", v, err)
		}
	}
}

func TestControllaSMS(t *testing.T) {
	for v, ok := range map[string]bool{
		"": true,
		"https://cassetto:sedici-segretissimi@sms.example.org/v1/invii": true,
		"http://cassetto:sedici-segretissimi@127.0.0.1:8099/":           true,
		"http://cassetto:sedici-segretissimi@sms.example.org/":          false,
		"https://sms.example.org/":                                      false,
		"https://cassetto:segreto@sms.example.org/":                     false,
		"https://cassetto:sedici-segretissimi@/":                        false,
		"ftp://cassetto:sedici-segretissimi@sms.example.org/":           false,
		"https://cassetto:sedici-segretissimi@sms.example.org/%zz":      false,
	} {
		err := ControllaSMS(v)
		if (err == nil) != ok || err != nil && strings.Contains(err.Error(), "segret") && !strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", v, err)
		}
	}
}

func TestApri(t *testing.T) {
	const smtp, web = "smtp://mail.example.org?from=noreply@inps.example", "https://cassetto:sedici-segretissimi@sms.example.org/"
	all, err := Apri(smtp, web, "") // no folder is needed
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := all[model.CanaleAvvisoEmail].(*posta); !ok {
		t.Errorf("e-mail goes to %T", all[model.CanaleAvvisoEmail])
	}
	if _, ok := all[model.CanaleAvvisoSms].(*sms); !ok {
		t.Errorf("SMS goes to %T", all[model.CanaleAvvisoSms])
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	if all, err = Apri(smtp, "", dir); err != nil {
		t.Fatal(err)
	}
	if _, ok := all[model.CanaleAvvisoSms].(*spool); !ok {
		t.Errorf("SMS goes to %T", all[model.CanaleAvvisoSms])
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][3]string{{"", web, ""}, {smtp, "", ""}, {"smtp://x", web, ""}, {smtp, "http://x", ""}, {"", "", file}} {
		if _, err := Apri(bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}
