namespace MailDispatcher.Web.Intake;

/// <param name="Result">withdrawn, too_late or asked.</param>
/// <param name="State">How the mail is settled, or parked; null while that is not known.</param>
internal sealed record IntakeWithdrawal(Guid Id, string Result, string? State);
