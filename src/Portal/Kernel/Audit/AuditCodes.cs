namespace Portal.Kernel.Audit;

/// <summary>What was done. The number is stored; the name, in lower case, goes into the sealed leaf and never changes.</summary>
public enum AuditAction
{
    /// <summary>A record, or one thing, was read.</summary>
    Read = 1,

    /// <summary>Something was made.</summary>
    Create = 2,

    /// <summary>Something was changed.</summary>
    Update = 3,

    /// <summary>Something was deleted.</summary>
    Delete = 4,

    /// <summary>A list or search was shown.</summary>
    Search = 5,

    /// <summary>Data left as a file.</summary>
    Export = 6,

    /// <summary>Data was printed.</summary>
    Print = 7,

    /// <summary>Data came in from files.</summary>
    Import = 8,

    /// <summary>Somebody signed in, or tried to.</summary>
    SignIn = 9,

    /// <summary>Somebody signed out, or a session was ended.</summary>
    SignOut = 10,

    /// <summary>A password, factor or recovery code was set, used up or changed.</summary>
    Credential = 11,

    /// <summary>A role or permission was given or taken.</summary>
    Grant = 12,

    /// <summary>A page or verb was asked for that the role may not use.</summary>
    Visit = 13,

    /// <summary>The instance was set up, migrated or opened with owner's rights.</summary>
    Maintain = 14,

    /// <summary>The audit log was verified.</summary>
    Verify = 15,

    /// <summary>The second factor was shown again within a session, or was wanted and not shown.</summary>
    StepUp = 16,

    /// <summary>A person was told something by mail, or could not be.</summary>
    Notify = 17,

    /// <summary>Somebody broke the glass over a closed record (DICOM 110127).</summary>
    BreakGlass = 18,

    /// <summary>What breaking the glass opened was closed again, by hand or by time (DICOM 110138).</summary>
    EndBreakGlass = 19,
}

/// <summary>The kind of thing an entry is about; names follow FHIR R4 where it has one.</summary>
public enum AuditResource
{
    /// <summary>A patient's record as a whole.</summary>
    Patient = 1,

    /// <summary>An account.</summary>
    Account = 2,

    /// <summary>A session.</summary>
    Session = 3,

    /// <summary>A page of the portal.</summary>
    Page = 4,

    /// <summary>The database as a whole.</summary>
    Database = 5,

    /// <summary>The audit log.</summary>
    AuditLog = 6,

    /// <summary>A care relationship (FHIR R4 <c>CareTeam</c>).</summary>
    CareTeam = 7,

    /// <summary>A bundle of resources.</summary>
    Bundle = 8,

    /// <summary>A claim or other billing row.</summary>
    Claim = 9,

    /// <summary>A note or other document (FHIR R4 <c>DocumentReference</c>).</summary>
    DocumentReference = 10,

    /// <summary>A vital sign or result.</summary>
    Observation = 11,

    /// <summary>A prescription (FHIR R4 <c>MedicationRequest</c>).</summary>
    MedicationRequest = 12,

    /// <summary>An allergy or intolerance (FHIR R4 <c>AllergyIntolerance</c>).</summary>
    AllergyIntolerance = 13,

    /// <summary>A problem (FHIR R4 <c>Condition</c>).</summary>
    Condition = 14,

    /// <summary>What was typed into a chart and not saved.</summary>
    Draft = 15,

    /// <summary>Something that a person must review.</summary>
    Finding = 16,

    /// <summary>A report that the portal makes by itself, or its schedule.</summary>
    Report = 17,

    /// <summary>A search of the audit log that somebody keeps under a name.</summary>
    SavedSearch = 18,

    /// <summary>A break-glass grant.</summary>
    EmergencyAccess = 19,

    /// <summary>An entry of the staff directory (FHIR R4 <c>PractitionerRole</c>).</summary>
    PractitionerRole = 30,

    /// <summary>A mark that makes a record sensitive.</summary>
    SensitiveMark = 40,

    /// <summary>A person whom a patient excludes from the record.</summary>
    Exclusion = 41,

    /// <summary>A review of who may get at health data, or one line of it.</summary>
    AccessReview = 50,

    /// <summary>A written policy of the house: its draft, a signed version, or that somebody acknowledged one.</summary>
    Policy = 60,
}

/// <summary>How it ended.</summary>
public enum AuditOutcome
{
    /// <summary>It was allowed and done.</summary>
    Allowed = 1,

    /// <summary>It was refused.</summary>
    Denied = 2,

    /// <summary>It was allowed and failed.</summary>
    Failed = 3,
}

/// <summary>The categories of data shown or changed.</summary>
[Flags]
public enum DataCategories
{
    /// <summary>None: no personal data was touched.</summary>
    None = 0,

    /// <summary>Name, birth date, address and the like.</summary>
    Identity = 1,

    /// <summary>Clinical data.</summary>
    Clinical = 2,

    /// <summary>Claims, covers, amounts.</summary>
    Billing = 4,

    /// <summary>Accounts and roles.</summary>
    Account = 8,

    /// <summary>The audit log.</summary>
    Audit = 16,

    /// <summary>Keys and credentials, never their values.</summary>
    Keys = 32,

    /// <summary>Source resources as imported.</summary>
    Source = 64,
}
