namespace Portal.Features.Findings.Reports;

/// <summary>What a report holds: counts, and no id of anybody.</summary>
/// <param name="Entries">Entries of the audit log.</param>
/// <param name="EntriesBefore">Those of the same length of time before.</param>
/// <param name="Refused">Refusals among them.</param>
/// <param name="RefusedBefore">Those before.</param>
/// <param name="People">How many people did something.</param>
/// <param name="Patients">How many patients they were about.</param>
/// <param name="Actions">Entries by what was done, the name of the action.</param>
/// <param name="Roles">Entries by the role acted in.</param>
/// <param name="Hours">Entries by the hour of the hospital's day, 24 of them.</param>
/// <param name="Raised">Findings raised in the time.</param>
/// <param name="Reviewed">Findings reviewed in the time.</param>
/// <param name="Open">Findings open when it was made.</param>
/// <param name="Overdue">Those of them whose time had passed.</param>
public sealed record ReportContent(
    int Entries, int EntriesBefore, int Refused, int RefusedBefore, int People, int Patients, IReadOnlyDictionary<string, int> Actions,
    IReadOnlyDictionary<string, int> Roles, IReadOnlyList<int> Hours, int Raised, int Reviewed, int Open, int Overdue);
