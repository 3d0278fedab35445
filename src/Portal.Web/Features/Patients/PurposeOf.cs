using Portal.Kernel.Access;

namespace Portal.Web.Features.Patients;

/// <summary>The purpose of use that goes with a role on the patient pages (GDPR Art. 5(1)(b)).</summary>
internal static class PurposeOf
{
    public static Purpose Role(Role role) => role switch
    {
        Portal.Kernel.Access.Role.Clinician or Portal.Kernel.Access.Role.Nurse => Purpose.Treatment,
        Portal.Kernel.Access.Role.BillingClerk => Purpose.Payment,
        Portal.Kernel.Access.Role.FrontDesk => Purpose.Operations,
        _ => Purpose.None,
    };
}
