using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Exporting;

/// <summary>A code of a terminology.</summary>
internal sealed record FhirCode(string System, string Code, string Display);

/// <summary>
/// What BALP 1.1 (IHE ITI) and FHIR R4 say in codes about one of our actions. Reads, searches and changes are RESTful operations there; the rest are events of DICOM PS3.15 A.5.3.
/// </summary>
/// <param name="Type"><c>AuditEvent.type</c>.</param>
/// <param name="Subtype"><c>AuditEvent.subtype</c>.</param>
/// <param name="Action">C, R, U, D or E.</param>
/// <param name="Profile">The end of the profile's name; <c>null</c> where BALP has none.</param>
internal sealed record BalpCodes(FhirCode Type, FhirCode Subtype, string Action, string? Profile)
{
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Rest = "http://hl7.org/fhir/restful-interaction";
    private const string ActReason = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private const string Own = "urn:portal:audit-action";

    private static readonly FhirCode Restful = new("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation");

    /// <summary>An emergency override is said beside what was done under it.</summary>
    public static FhirCode BreakGlass { get; } = new(Dicom, "110127", "Emergency Override Started");

    public static FhirCode Source { get; } = new(Dicom, "110153", "Source Role ID");

    public static FhirCode Destination { get; } = new(Dicom, "110152", "Destination Role ID");

    /// <summary>Whoever reads receives; whoever changes is the author.</summary>
    public FhirCode User => Action is "C" or "U" or "D" ? Participation("AUT", "author (originator)") : Participation("IRCP", "information recipient");

    /// <summary>The data flow to whoever reads; everything else flows from the client (BALP).</summary>
    public bool IsRead => Profile == "Read";

    public static BalpCodes Of(AuditAction action) => action switch
    {
        AuditAction.Read => new(Restful, new(Rest, "read", "read"), "R", "Read"),
        AuditAction.Create => new(Restful, new(Rest, "create", "create"), "C", "Create"),
        AuditAction.Update => new(Restful, new(Rest, "update", "update"), "U", "Update"),
        AuditAction.Delete => new(Restful, new(Rest, "delete", "delete"), "D", "Delete"),
        AuditAction.Search => new(Restful, new(Rest, "search", "search"), "E", "Query"),
        AuditAction.Export or AuditAction.Print => Event("110106", "Export", action, "R"),
        AuditAction.Import => Event("110107", "Import", action, "C"),
        AuditAction.SignIn => new(new(Dicom, "110114", "User Authentication"), new(Dicom, "110122", "Login"), "E", null),
        AuditAction.SignOut => new(new(Dicom, "110114", "User Authentication"), new(Dicom, "110123", "Logout"), "E", null),
        AuditAction.Credential => new(new(Dicom, "110113", "Security Alert"), new(Dicom, "110137", "User Security Attributes Changed"), "U", null),
        AuditAction.Grant => new(new(Dicom, "110113", "Security Alert"), new(Dicom, "110136", "Security Roles Changed"), "U", null),
        AuditAction.Verify => Event("110101", "Audit Log Used", action, "R"),
        AuditAction.BreakGlass => new(new(Dicom, "110113", "Security Alert"), BreakGlass, "E", null),
        AuditAction.EndBreakGlass => new(new(Dicom, "110113", "Security Alert"), new(Dicom, "110138", "Emergency Override Stopped"), "E", null),
        AuditAction.StepUp => Event("110114", "User Authentication", action, "E"),
        _ => Event("110100", "Application Activity", action, "E"),
    };

    /// <summary>Success, or how badly it failed: a refusal is one that the user can do something about.</summary>
    public static FhirCode Of(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Allowed => new("http://terminology.hl7.org/CodeSystem/audit-event-outcome", "0", "Success"),
        AuditOutcome.Denied => new("http://terminology.hl7.org/CodeSystem/audit-event-outcome", "4", "Minor failure"),
        _ => new("http://terminology.hl7.org/CodeSystem/audit-event-outcome", "8", "Serious failure"),
    };

    /// <summary>HL7 v3 PurposeOfUse; <c>null</c> for none.</summary>
    public static FhirCode? Of(Purpose purpose) => purpose switch
    {
        Purpose.Treatment => new(ActReason, "TREAT", "treatment"),
        Purpose.Payment => new(ActReason, "HPAYMT", "healthcare payment"),
        Purpose.Operations => new(ActReason, "HOPERAT", "healthcare operations"),
        Purpose.PatientRequest => new(ActReason, "PATRQT", "patient requested"),
        Purpose.Emergency => new(ActReason, "ETREAT", "Emergency Treatment"),
        Purpose.PublicHealth => new(ActReason, "PUBHLTH", "public health"),
        Purpose.System => new(ActReason, "HSYSADMIN", "health system administration"),
        _ => null,
    };

    private static FhirCode Participation(string code, string display) => new("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code, display);

    private static BalpCodes Event(string code, string display, AuditAction action, string letter) =>
        new(new(Dicom, code, display), new(Own, EntryCodes.Code(action), action.ToString()), letter, null);
}
