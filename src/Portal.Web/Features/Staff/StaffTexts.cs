namespace Portal.Web.Features.Staff;

/// <summary>Names the texts of the pages about the staff directory (StaffTexts.resx; further languages beside it).</summary>
public sealed class StaffTexts;
