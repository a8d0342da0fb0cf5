package article

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// rich is an article in which every field that has a place elsewhere is set.
func rich() *Article {
	at := time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)
	return &Article{
		ID: "a1b2", Version: 3, Event: Updated, URL: "https://example.org/a", Headline: "Town builds a bridge", Summary: "It crosses the river.",
		URLs:      []URL{{"https://example.org/a", "canonical"}, {"https://example.org/amp/a", "amp"}},
		AltIDs:    []AltID{{"guid", "42"}},
		Headlines: []Title{{"main", "Town builds a bridge"}, {"social", "You should see this bridge"}},
		BodyText:  "The town builds a bridge.", BodyHTML: "<p>The town builds a bridge.</p>", Byline: "By Ann Lee and AFP",
		Authors: []Author{{"Ann Lee", "https://example.org/ann", "person", ""}, {"AFP", "", "agency", ""}}, Agency: "AFP",
		InfoSources: []Source{{"AFP", "agency"}}, Located: "RIVERTON", PublishedAt: at, ModifiedAt: at.Add(time.Hour), ExpiresAt: at.Add(24 * time.Hour),
		PublishedPrecision: Minute, ModifiedPrecision: Second, Language: &Language{Tag: "en"},
		Images:  []Image{{"https://example.org/i.jpg", "cover", 800, 600, "a bridge", "The bridge", "Bo Ek", "image/jpeg"}},
		Media:   []Media{{"https://example.org/a.mp3", "audio/mpeg", 1000, 95}},
		Section: "Town", Tags: []Tag{{"Bridges", "https://example.org/t/bridges", ""}, {"River", "", ""}}, Genres: []string{"Report"},
		Publisher: &Publisher{"The Example Times", "example.org", "https://example.org/"},
		Rights:    &Rights{"© 2026", "The Example Times", "https://example.org/licence", "Ask first"}, Access: Paywalled, Completeness: Full,
		Duplicate: &Duplicate{Of: "ffff"}, Corrections: []Correction{{"Correction: it is a foot bridge.", at}},
		Related: []Link{{"https://example.org/b", "The old bridge"}},
	}
}

// ninjsNames are the names that ninjs 3.1 allows in its objects: it forbids all
// others.
var ninjsNames = map[string]string{
	"":               "uri type representationType profile version firstCreated versionCreated contentCreated embargoedUntil pubStatus urgency copyrightHolder copyrightNotice usageTerms edNote language descriptions bodies headlines people organisations places subjects events eventDetails plannedCoverage objects infoSources title by slugline located renditions associations altIds trustIndicators standard genres expires rightsInfo digitalSourceType",
	"/standard":      "name version schema",
	"/headlines":     "role contentType value",
	"/descriptions":  "role contentType value",
	"/bodies":        "role contentType charCount wordCount value",
	"/people":        "name rel uri literal contactInfo",
	"/organisations": "name rel uri literal symbols contactInfo",
	"/infoSources":   "name role uri literal contactInfo",
	"/subjects":      "name rel uri literal creator relevance confidence",
	"/genres":        "name uri literal",
	"/altIds":        "role value",
	"/rightsInfo":    "langId linkedRights encodedRights",
	"/renditions":    "name href contentType title width height sizeInBytes duration format aspectRatio videoCodec frameRate poi transportProtocol scanType bitrate",
}

var (
	ninjsEnums = map[string]string{
		"type": "text audio video picture graphic composite component event planning", "representationType": "full partial", "pubStatus": "usable withheld canceled",
	}
	ninjsRequired = map[string]string{
		"": "uri", "/headlines": "value", "/descriptions": "value", "/bodies": "value", "/renditions": "name", "/associations": "name uri",
	}
	integers = "charCount wordCount width height sizeInBytes duration"
	uris     = "uri href schema linkedRights"
	moments  = "firstCreated versionCreated expires"
	lists    = "headlines descriptions bodies people organisations infoSources subjects genres altIds renditions associations"
)

func has(list, name string) bool { return slices.Contains(strings.Fields(list), name) }

// checkNinjs says in our own words what the schema of ninjs 3.1 demands of an
// object at a path: known names, required ones, types, enumerations, formats.
func checkNinjs(t *testing.T, path string, o map[string]any) {
	t.Helper()
	allowed := ninjsNames[path]
	if path == "/associations" {
		allowed = ninjsNames[""] + " name rel"
	}
	for _, name := range strings.Fields(ninjsRequired[path]) {
		if o[name] == nil {
			t.Errorf("%s has no %s", path, name)
		}
	}
	for name, v := range o {
		if !has(allowed, name) {
			t.Errorf("%s: ninjs has no %q", path, name)
		}
		checkValue(t, path, name, v)
	}
}

func checkValue(t *testing.T, path, name string, v any) {
	t.Helper()
	child := "/" + name
	switch v := v.(type) {
	case string:
		if enum := ninjsEnums[name]; enum != "" && !has(enum, v) {
			t.Errorf("%s/%s: %q is not of %s", path, name, v, enum)
		}
		if u, err := url.Parse(v); has(uris, name) && (err != nil || u.Scheme == "") {
			t.Errorf("%s/%s: %q is no URI", path, name, v)
		}
		if _, err := time.Parse(time.RFC3339, v); has(moments, name) && err != nil {
			t.Errorf("%s/%s: %v", path, name, err)
		}
		if has(integers, name) || has(lists, name) {
			t.Errorf("%s/%s is a string", path, name)
		}
	case float64:
		if !has(integers, name) || v != float64(int(v)) {
			t.Errorf("%s/%s is the number %v", path, name, v)
		}
	case []any:
		if !has(lists, name) {
			t.Errorf("%s/%s is a list", path, name)
		}
		for _, e := range v {
			checkNinjs(t, child, e.(map[string]any))
		}
	case map[string]any:
		checkNinjs(t, child, v)
	default:
		t.Errorf("%s/%s is %T", path, name, v)
	}
}

func asMap(t *testing.T, v any) map[string]any {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestNinjsKeepsToTheStandard(t *testing.T) {
	withdrawn := rich()
	withdrawn.Event, withdrawn.Completeness, withdrawn.ModifiedAt = Withdrawn, HeadlineOnly, time.Time{}
	odd := rich()
	odd.Images[0].URL, odd.Related[0].URL, odd.Tags[0].URI, odd.Rights.License = "i.jpg", ":", "no uri", "CC BY 4.0"
	for name, a := range map[string]*Article{"all": rich(), "nothing": {ID: "x"}, "withdrawn": withdrawn, "no URIs": odd} {
		t.Run(name, func(t *testing.T) { checkNinjs(t, "", asMap(t, ToNinjs(a))) })
	}
	if n := ToNinjs(withdrawn); n.PubStatus != "canceled" || n.RepresentationType != "partial" || !n.VersionCreated.Equal(n.FirstCreated) {
		t.Errorf("withdrawn: %+v", n)
	}
	if n := ToNinjs(odd); len(n.Associations) != 0 || n.RightsInfo != nil || n.Subjects[1].URI != "" {
		t.Errorf("what is no URI is kept: %+v", n)
	}
}

func TestNinjsSaysWhatTheArticleSays(t *testing.T) {
	n := ToNinjs(rich())
	got := fmt.Sprint(n.URI, n.Version, n.People, n.Organisations, n.Subjects, n.Headlines, n.Bodies[0].WordCount, n.Associations[0].Rel, n.Renditions[0].Duration, n.EdNote, n.RightsInfo.LinkedRights)
	for _, want := range []string{"urn:wiredesk:article:a1b2", "Ann Lee author", "AFP author", "The Example Times publisher", "Town section", "Bridges about", "{main Town builds", "{social You", "cover", "95", "foot bridge", "licence"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestSchemaOrgIsANewsArticle(t *testing.T) {
	m := asMap(t, ToSchemaOrg(rich()))
	for name, want := range map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "@id": "urn:wiredesk:article:a1b2", "url": "https://example.org/a", "headline": "Town builds a bridge",
		"datePublished": "2026-11-23T08:30:00Z", "inLanguage": "en", "isAccessibleForFree": false, "articleSection": "Town", "dateline": "RIVERTON", "isBasedOn": "urn:wiredesk:article:ffff",
	} {
		if m[name] != want {
			t.Errorf("%s is %v, want %v", name, m[name], want)
		}
	}
	isDate := regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$`)
	for name, v := range m {
		if s, ok := v.(string); ok && (strings.HasPrefix(name, "date") && name != "dateline" || name == "expires") && !isDate.MatchString(s) {
			t.Errorf("%s is %q", name, s)
		}
	}
	kinds := map[string]string{
		"author": "Person Organization", "publisher": "NewsMediaOrganization", "sourceOrganization": "Organization", "copyrightHolder": "Organization",
		"image": "ImageObject", "associatedMedia": "MediaObject", "correction": "CorrectionComment",
	}
	for name, types := range kinds {
		list, ok := m[name].([]any)
		if !ok {
			list = []any{m[name]}
		}
		for _, e := range list {
			if o, ok := e.(map[string]any); !ok || !has(types, fmt.Sprint(o["@type"])) {
				t.Errorf("%s is %v", name, e)
			}
		}
	}
	if d := ToSchemaOrg(rich()).AssociatedMedia[0].Duration; d != "PT1M35S" {
		t.Errorf("duration %s", d)
	}
}

func TestSchemaOrgSaysNoMoreThanIsKnown(t *testing.T) {
	a := &Article{ID: "x", PublishedAt: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), PublishedPrecision: Day, Access: AccessUnknown}
	m := asMap(t, ToSchemaOrg(a))
	if m["datePublished"] != "2026-11-23" || len(m) != 4 {
		t.Errorf("got %v", m)
	}
}

func ExampleToNinjs() {
	n := ToNinjs(&Article{ID: "a1b2", Headline: "Town builds a bridge", Event: Withdrawn})
	fmt.Println(n.URI, n.PubStatus, n.Headlines[0].Value)
	// Output: urn:wiredesk:article:a1b2 canceled Town builds a bridge
}

func ExampleToSchemaOrg() {
	s := ToSchemaOrg(&Article{ID: "a1b2", Headline: "Town builds a bridge", Authors: []Author{{Name: "AFP", Kind: "agency"}}})
	fmt.Println(s.Type, s.Author[0].Type, s.Author[0].Name)
	// Output: NewsArticle Organization AFP
}
