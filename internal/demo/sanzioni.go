package demo

import (
	"strconv"

	"cassetto/graph/model"
)

// tassi are the yearly rates of late-payment penalties, in hundredths of a percent, since the day they changed: the official
// reference rate plus 5.5 points (L. 388/2000, art. 116 c. 8 lett. a).
var tassi = [...]struct {
	dal   giorno
	tasso int
}{
	{il("2025-06-11"), 765}, {il("2025-04-23"), 790}, {il("2025-03-12"), 815}, {il("2025-02-05"), 840}, {il("2024-12-18"), 865},
	{il("2024-10-23"), 890}, {il("2024-09-18"), 915}, {il("2024-06-12"), 975}, {il("2023-09-20"), 1000}, {il("2023-08-02"), 975},
	{il("2023-06-21"), 950}, {il("2023-05-10"), 925}, {il("2023-03-22"), 900}, {il("2023-02-08"), 850}, {il("2022-12-21"), 800},
	{il("2022-11-02"), 750}, {il("2022-09-14"), 675}, {il("2022-07-27"), 600}, {il("2016-03-16"), 550},
}

func tassoDel(g giorno) int {
	for _, t := range tassi {
		if g >= t.dal {
			return t.tasso
		}
	}
	return 555
}

// sanzioniCivili are the penalties on contributions due on a day and asked for on another: amount × rate × days / 365.
func sanzioniCivili(contributi model.Importo, dovuti, chiesti giorno) model.SanzioniCivili {
	giorni, tasso := int64(chiesti-dovuti), tassoDel(chiesti)
	const anno = 365 * 10000
	importo := (int64(contributi)*int64(tasso)*giorni + anno/2) / anno
	return model.SanzioniCivili{Importo: model.Importo(importo), Giorni: int32(giorni), Tasso: centesimi(tasso)}
}

// centesimi writes hundredths of a percent as "7.65".
func centesimi(n int) model.Percentuale {
	b := make([]byte, 0, 8)
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = append(strconv.AppendInt(b, int64(n/100), 10), '.')
	return model.Percentuale(cifre(b, n, 2))
}

// percentuale is how much parte is of totale, rounded to two decimals.
func percentuale(parte, totale model.Importo) model.Percentuale {
	n := 20000 * int64(parte) / int64(totale) // in half hundredths
	if n < 0 {
		return centesimi(int((n - 1) / 2))
	}
	return centesimi(int((n + 1) / 2))
}
