namespace Portal.Features.Patients.Care;

/// <summary>Where a care relationship comes from.</summary>
public enum CareSource : short
{
    /// <summary>On the team that treats the patient, by the desk, on import or by a colleague. It holds until somebody ends it.</summary>
    Assigned = 1,

    /// <summary>An encounter of the account's own practitioner with the patient; it holds thirty days around it.</summary>
    Encounter = 2,

    /// <summary>A colleague on the team referred the patient; it holds until the referral's end.</summary>
    Referral = 3,
}
