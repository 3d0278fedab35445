using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients.Care;

/// <summary>Who changes what about whom, why, and with what right.</summary>
internal sealed record CareTask(Actor Actor, Purpose Purpose, AccessRequest Request, PatientId Patient);
