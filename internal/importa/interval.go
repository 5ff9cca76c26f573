package importa

// findIntervals notes the pairs of fields that are the ends of a period. A compulsory dal makes a half-open interval, whose
// end is excluded; with an optional one both ends are included, as they are between months.
func (o *object) findIntervals() {
	o.pair("dal", "al", true)
	o.pair("periodoDa", "periodoA", false)
}

func (o *object) pair(from, to string, halfOpen bool) {
	i, ok := o.index[from]
	j, found := o.index[to]
	if !ok || !found || !isDate(o.fields[i].checker) || !isDate(o.fields[j].checker) {
		return
	}
	o.fields[i].bound, o.fields[j].bound = true, true
	o.intervals = append(o.intervals, interval{i, j, halfOpen && o.fields[i].required})
}

func isDate(c checker) bool {
	s, ok := c.(*scalar)
	return ok && s.date
}
