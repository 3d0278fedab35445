using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Demo.Terms;

/// <summary>Codings of the four systems that the invented charts use.</summary>
internal static class Systems
{
    public static Coding Snomed(string code, string display) => new("http://snomed.info/sct", code, display);

    public static Coding Loinc(string code, string display) => new("http://loinc.org", code, display);

    public static Coding RxNorm(string code, string display) => new("http://www.nlm.nih.gov/research/umls/rxnorm", code, display);

    public static Coding Cvx(string code, string display) => new("http://hl7.org/fhir/sid/cvx", code, display);

    public static Coding Words(string display) => new(null, null, display);
}
