namespace Portal.Kernel.Findings;

/// <summary>What a person must look at. The number is stored and never changes; new kinds come at the end.</summary>
public enum FindingKind
{
    /// <summary>Many refusals of one account within a short time (45 CFR 164.308(a)(5)(ii)(C)).</summary>
    Refusals = 1,

    /// <summary>Data left the portal as a file.</summary>
    Export = 2,

    /// <summary>Records were opened outside the working hours of the role.</summary>
    OffHours = 3,

    /// <summary>A member of staff opened, or tried to open, the record of the patient whom they themselves are.</summary>
    OwnRecord = 4,

    /// <summary>A member of staff opened the record of a patient with the same surname.</summary>
    SameSurname = 5,

    /// <summary>Checkpoints of the audit log do not reach a place outside the database.</summary>
    TargetBehind = 6,

    /// <summary>The audit log is not sealed, or entries wait too long to be.</summary>
    Sealing = 7,

    /// <summary>A verification of the audit log found a break.</summary>
    LogBroken = 8,

    /// <summary>The portal's certificate ends soon.</summary>
    CertificateEnds = 9,

    /// <summary>The copy of the audit log that leaves the machine does not keep up.</summary>
    FeedBehind = 10,

    /// <summary>The audit log took no entries for a time, so that nothing could be opened or changed.</summary>
    NotWritten = 11,

    /// <summary>Entries of the audit log wait too long for the questions that fill this queue.</summary>
    QueueBehind = 12,

    /// <summary>While the audit log took no entries, records were opened in an emergency; what was done is in the log now.</summary>
    EmergencySpool = 20,

    /// <summary>The file of what was done in an emergency does not hold: lines were altered, or are gone.</summary>
    SpoolBroken = 21,

    /// <summary>A review found that the glass was broken without a good reason (45 CFR 164.308(a)(1)(ii)(C)).</summary>
    GlassInappropriate = 22,

    /// <summary>Nobody decided in time whether the glass was rightly broken.</summary>
    GlassReviewOverdue = 23,

    /// <summary>Somebody left, by the staff directory, and has an account that is still open (45 CFR 164.308(a)(3)(ii)(C)).</summary>
    LeftWithAccount = 30,

    /// <summary>Nobody has used the last administrator's or compliance officer's account for long; it is not closed, because nobody would be left.</summary>
    LastUnused = 31,

    /// <summary>Nobody decided in an access review whether somebody keeps their access, and it was not suspended (45 CFR 164.308(a)(4)(ii)(C)).</summary>
    AccessUndecided = 50,

    /// <summary>Who may do what is no longer as the signed access control policy says (45 CFR 164.316(b)(2)(iii)).</summary>
    PolicyDrift = 60,

    /// <summary>A signed policy is not as it was signed: somebody changed it past the portal.</summary>
    PolicyAltered = 61,

    /// <summary>Somebody looked for patients outside the own care more often within an hour than may be (45 CFR 164.502(b)).</summary>
    MaskedSearches = 62,
}
