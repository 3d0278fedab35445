namespace Portal.Web.Features.Patients.Charting;

/// <summary>Names the texts of charting: forms, corrections and history (ChartTexts.resx; further languages beside it).</summary>
public sealed class ChartTexts;
