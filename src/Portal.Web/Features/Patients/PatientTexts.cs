namespace Portal.Web.Features.Patients;

/// <summary>Names the texts of the patient pages (PatientTexts.resx; further languages beside it).</summary>
public sealed class PatientTexts;
