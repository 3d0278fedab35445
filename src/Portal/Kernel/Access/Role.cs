namespace Portal.Kernel.Access;

/// <summary>A role of a person, or of the system itself.</summary>
public enum Role
{
    /// <summary>Nobody is signed in.</summary>
    None = 0,

    /// <summary>A patient with a place of her own.</summary>
    Patient = 1,

    /// <summary>A physician or other clinician who treats patients.</summary>
    Clinician = 2,

    /// <summary>Works on claims and payments.</summary>
    BillingClerk = 3,

    /// <summary>Manages people and roles; sees no health data.</summary>
    Administrator = 4,

    /// <summary>A nurse who treats patients; writes the chart, does not prescribe.</summary>
    Nurse = 5,

    /// <summary>Works at the desk: finds people, checks who they are, keeps their contact data; sees nothing clinical.</summary>
    FrontDesk = 6,

    /// <summary>Answers for privacy and access: reads the audit log, decides reviews and incidents.</summary>
    ComplianceOfficer = 7,

    /// <summary>Reads the audit log and checks its proof; decides nothing.</summary>
    Auditor = 8,

    /// <summary>A background job or a command line verb; its name is in the audit entry.</summary>
    System = 100,
}
