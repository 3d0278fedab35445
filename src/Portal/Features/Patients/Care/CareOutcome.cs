namespace Portal.Features.Patients.Care;

/// <summary>What came of a change of who treats a patient, or of what narrows the record.</summary>
public enum CareOutcome
{
    /// <summary>It is done.</summary>
    Done = 1,

    /// <summary>There is no such patient or thing, or it may not be done; the answer does not tell which.</summary>
    NotFound = 2,

    /// <summary>The colleague's account is not in use, or is no clinician's or nurse's.</summary>
    NoColleague = 3,

    /// <summary>It was so already.</summary>
    Already = 4,
}
