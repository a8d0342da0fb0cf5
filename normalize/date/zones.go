package date

// zones are offsets in hours of the names that news sites use. Names that mean
// several zones have the one that they mean most; see rivals.
var zones = map[string]float64{
	"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "MEZ": 1, "MESZ": 2,
	"EET": 2, "EEST": 3, "MSK": 3, "MSD": 4, "SAMT": 4, "YEKT": 5, "OMST": 6, "NOVT": 7, "KRAT": 7, "IRKT": 8, "YAKT": 9, "VLAT": 10, "TRT": 3,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5,
	"AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "BRST": -2, "ART": -3, "CLT": -4, "CLST": -3, "COT": -5, "PET": -5, "VET": -4,
	"JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PHT": 8, "MYT": 8, "AWST": 8, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "PKT": 5, "NPT": 5.75,
	"ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "CAT": 2, "EAT": 3, "WAT": 1, "GST": 4, "IRST": 3.5,
	"IDT": 3, "A": -1, "M": -12, "N": 1, "Y": 12, "ET": -5, "CT": -6, "MT": -7, "PT": -8,
}

// rivals are the other zones of a name, by the language or the region that the
// page around it is in.
var rivals = map[string]map[string]float64{
	"IST": {"he": 2, "IL": 2, "ga": 1, "IE": 1},
	"BST": {"bn": 6, "BD": 6},
	"CST": {"zh": 8, "CN": 8, "TW": 8},
	"AST": {"ar": 3, "SA": 3, "KW": 3, "QA": 3, "BH": 3, "IQ": 3},
	"GST": {"GS": -2},
	"AMT": {"hy": 4, "AM": 4, "pt": -4, "BR": -4},
	"ECT": {"es": -5, "EC": -5},
}

// zoneOf is the offset, in hours, of a zone's name.
func zoneOf(name string, h Hints) (hours float64, ok bool) {
	language, region := parts(h.Language)
	if hours, ok = rivals[name][region]; ok && region != "" {
		return hours, true
	}
	if hours, ok = rivals[name][language]; ok && language != "" {
		return hours, true
	}
	hours, ok = zones[name]
	return hours, ok
}
