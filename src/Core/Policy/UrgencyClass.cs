namespace MailDispatcher.Core.Policy;

/// <summary>Three classes that alerts and plots speak of; the scale 1..200 is too fine for them.</summary>
public enum UrgencyClass
{
    /// <summary>Within 24 hours of the deadline.</summary>
    Urgent,

    /// <summary>Within 72 hours of the deadline.</summary>
    Soon,

    Later,
}
