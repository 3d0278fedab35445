namespace Portal.Features.AuditTrail.Exports;

/// <summary>What form an export has. Numbers are stored.</summary>
public enum AuditExportFormat
{
    /// <summary>It is not known.</summary>
    None = 0,

    /// <summary>One line of JSON for each entry, with all that its proof needs.</summary>
    Ndjson = 1,

    /// <summary>A table (RFC 4180).</summary>
    Csv = 2,

    /// <summary>FHIR R4 <c>AuditEvent</c> in the shape of IHE BALP, a resource a line.</summary>
    FhirNdjson = 3,

    /// <summary>The same in one FHIR R4 <c>Bundle</c>.</summary>
    FhirBundle = 4,
}

/// <summary>What an export is for. Numbers are stored.</summary>
public enum AuditExportReason
{
    /// <summary>None was given.</summary>
    None = 0,

    /// <summary>A routine review of activity (45 CFR 164.308(a)(1)(ii)(D)).</summary>
    Review = 1,

    /// <summary>An incident is looked into.</summary>
    Incident = 2,

    /// <summary>A patient asked who looked at the record.</summary>
    PatientAsked = 3,

    /// <summary>An authority or a court asked.</summary>
    Authority = 4,

    /// <summary>It is handed to an auditor from outside.</summary>
    OutsideAudit = 5,
}

/// <summary>How far an export has come. Numbers are stored.</summary>
public enum AuditExportState
{
    /// <summary>It is not known.</summary>
    None = 0,

    /// <summary>It was asked for.</summary>
    Waiting = 1,

    /// <summary>A node writes it.</summary>
    Running = 2,

    /// <summary>It can be downloaded.</summary>
    Ready = 3,

    /// <summary>It could not be written.</summary>
    Failed = 4,

    /// <summary>Its owner stopped it, or deleted the file.</summary>
    Ended = 5,

    /// <summary>Its time was over; the file is deleted.</summary>
    Expired = 6,
}
